// A message into the turn that runs, for agents that take one: `_session/steering`, an extension that they announce.
import type { ClientContext, ContentBlock, InitializeResponse } from '@agentclientprotocol/sdk';
import { fieldNamed } from '../../protocol/plainFields';

const METHOD = '_session/steering';
/** An agent that says nothing for so long, ms, has not taken it, as far as anybody knows. */
const ANSWER_MS = 15_000;

export function canSteer({ _meta }: InitializeResponse): boolean {
  return fieldNamed(fieldNamed(_meta, 'steering'), 'supported') === true;
}

/**
 * - `taken`: it is in the turn that runs, or the agent has begun one with it by itself.
 * - `ended`: no turn runs any more; the message is ours to send.
 */
export type Steered = 'taken' | 'ended';

/** @throws the agent's error, or a sentence where it does not answer. */
export async function steer(
  agent: ClientContext,
  sessionId: string,
  prompt: readonly ContentBlock[],
): Promise<Steered> {
  // Without the wish an agent that has just ended its turn would begin one that nobody follows.
  const params = { sessionId, prompt: [...prompt], _meta: { steering: { idleBehavior: 'promptRequired' } } };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the agent does not answer')), ANSWER_MS);
  });
  try {
    const answer: unknown = await Promise.race([agent.request(METHOD, params), late]);
    return fieldNamed(answer, 'outcome') === 'promptRequired' ? 'ended' : 'taken';
  } finally {
    clearTimeout(timer);
  }
}
