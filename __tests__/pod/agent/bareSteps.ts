// What a prompt tells the agent on the bare wire to say and ask, and what that is answered.
import type { AgentPodClient, SaidEvent } from '../../fixtures/agentPodClient';

export const chunk = (text: string) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
export const content = (text: string) => [{ type: 'content', content: { type: 'text', text } }];
export const play = (...steps: object[]) => JSON.stringify(steps);
/** A step that takes until somebody lets it go on: a turn stays open for as long as a test needs. */
export const HOLD = {
  ask: 'session/request_permission',
  params: { toolCall: { toolCallId: 'hold', title: 'Hold' }, options: [{ optionId: 'go', name: 'Go on', kind: 'x' }] },
};

export async function goOn(client: AgentPodClient): Promise<void> {
  const { data } = await client.next('permission_request', { title: 'Hold' });
  client.say('answer_permission', { id: data.id, option: 'go' });
}

/** What the agent was answered, in the order of its asking. */
export async function answers(client: AgentPodClient, ...steps: object[]): Promise<Record<string, unknown>[]> {
  return answersIn(await client.turn(play(...steps)));
}

export function answersIn(events: readonly SaidEvent[]): Record<string, unknown>[] {
  const text = events.map(({ event, data }) => (event === 'text_delta' ? String(data.text) : '')).join('');
  return text
    .split('ANSWER ')
    .slice(1)
    .map((json) => JSON.parse(json));
}

/** Prompts, answers the one question that comes, and gives what the agent was answered. */
export async function asked(client: AgentPodClient, option: string, ...steps: object[]) {
  const from = client.events.length;
  client.run(play(...steps));
  const question = await client.next('permission_request', {}, from);
  client.say('answer_permission', { id: question.data.id, option });
  await client.settled(from);
  return { question: question.data, answers: answersIn(client.events.slice(from)) };
}
