// What an agent says in a turn, played through a TurnMapper.
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import type { Emission } from '../../../src/pod/agent/emission';
import type { RunEnding } from '../../../src/pod/agent/runEnding';
import { TurnMapper } from '../../../src/pod/agent/turnMapper';
import { parseToolNews, type ToolNews } from '../../../src/protocol/agentUpdate';
import { emissionText } from './emissionText';
import { heardUpdate } from './heardUpdate';

export const news = (data: object): ToolNews => {
  const parsed = parseToolNews(data);
  if (parsed === null) throw new Error('a call without an id');
  return parsed;
};

export const hello = [{ kind: 'text', content: 'hi' }];
export const text = (words: string, messageId?: string): SessionUpdate => ({
  sessionUpdate: 'agent_message_chunk',
  content: { type: 'text', text: words },
  ...(messageId && { messageId }),
});
export const thought = (words: string): SessionUpdate => ({
  sessionUpdate: 'agent_thought_chunk',
  content: { type: 'text', text: words },
});
export const call = (fields: object = {}): SessionUpdate => ({
  sessionUpdate: 'tool_call',
  toolCallId: 'c1',
  title: 'Run ls',
  ...fields,
});
export const callUpdate = (fields: object): SessionUpdate => ({
  sessionUpdate: 'tool_call_update',
  toolCallId: 'c1',
  ...fields,
});

export function play(
  updates: readonly SessionUpdate[],
  ending: RunEnding,
  mapper = new TurnMapper(() => 7),
): Emission[] {
  const begun = mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
  return [...begun, ...updates.flatMap((update) => mapper.update(heardUpdate(update))), ...mapper.end(ending)];
}

export const told = (updates: readonly SessionUpdate[], ending: RunEnding = { kind: 'finished' }) =>
  play(updates, ending).map(emissionText);

/** Between the begin and the end of a run. */
export const answer = (updates: readonly SessionUpdate[]) => {
  const mapper = new TurnMapper(() => 7);
  mapper.begin({ trigger: 'user_send', segments: hello, requestId: null });
  return updates.flatMap((update) => mapper.update(heardUpdate(update))).map(emissionText);
};
