// Questions of an agent: told to who listens, answered once, cancelled with their turn.
import type { AgentPodClient } from '../../fixtures/agentPodClient';
import { until } from '../../fixtures/until';
import { AgentHome } from './agentHome';

let home: AgentHome;

beforeEach(() => {
  home = new AgentHome();
});

afterEach(() => home.end());
const kinds = () => home.logEntries().map(({ kind, domain }) => (kind === 'extension' ? String(domain) : kind));
const snapshotOf = (client: AgentPodClient) => client.events.find(({ event }) => event === 'snapshot')?.data;

describe('permissions', () => {
  test('are asked of all who listen, answered once, and never told to who did not ask', async () => {
    const pod = await home.startScripted();
    const [viewer, other, plain] = [await home.join(pod), await home.join(pod), await home.join(pod)];
    viewer.say('watch_agent', { viewing: true });
    other.say('watch_agent');
    plain.run('edit a.txt');
    const { data: request } = await viewer.next('permission_request');
    expect(request).toMatchObject({
      title: 'Edit a.txt',
      tool_kind: 'edit',
      locations: ['a.txt'],
      diffs: [{ path: 'a.txt', old_text: 'hello\n', new_text: 'hello, world\n' }],
      answers: ['allow_once', 'allow_always', 'reject'],
    });
    const status = await plain.next('status', { reason: 'turn started' });
    expect(status.data.attention).toBeNull();
    await until(() => plain.events.some(({ data }) => Reflect.get(Object(data.attention), 'kind') === 'permission'));
    await other.next('permission_request');
    other.say('answer_permission', { id: request.id, answer: 'allow_once' });
    await viewer.next('permission_answered', { id: request.id, answer: 'allow_once', by: 'viewer' });
    viewer.say('answer_permission', { id: request.id, answer: 'reject' });
    expect((await viewer.next('error')).data.code).toBe('invalid_request');
    await plain.next('run_end');
    expect(plain.answer()).toMatch(/Changed a\.txt\.$/);
    expect(plain.names().filter((name) => name.startsWith('permission') || name.startsWith('agent_'))).toEqual([]);
    expect((await plain.next('tool_result')).data).toMatchObject({ is_error: false });
    expect(kinds()).toContain('podwatch.permission');
  });

  test('are shown to who comes later, and rejecting tells the agent no', async () => {
    const pod = await home.startScripted();
    const client = await home.join(pod);
    client.run('ask delete');
    await until(() => client.events.some(({ data }) => Reflect.get(Object(data.attention), 'kind') === 'permission'));
    const late = await home.join(pod);
    expect(snapshotOf(late)).toMatchObject({ status: 'running', attention: { kind: 'permission', permissions: 1 } });
    late.say('watch_agent');
    const { data } = await late.next('permission_request');
    late.say('answer_permission', { id: data.id, answer: 'reject' });
    await client.next('run_end');
    expect(client.answer()).toBe('Not allowed.');
    expect((await client.next('tool_result')).data).toMatchObject({ is_error: true });
  });

  test('are cancelled with the turn', async () => {
    const client = await home.join(await home.startScripted());
    client.say('watch_agent');
    client.run('edit a.txt');
    await client.next('permission_request');
    client.say('cancel');
    await client.next('permission_answered', { answer: 'cancelled', by: 'cancel' });
    expect((await client.next('error')).data.message).toBe('Cancelled');
    expect((await client.next('tool_result')).data).toMatchObject({ summary: 'Cancelled', is_error: true });
  });

  test('are not asked of anybody once the turn is being cancelled', async () => {
    const client = await home.join(await home.startScripted());
    client.run('insist');
    await client.next('text_delta');
    client.say('cancel');
    expect((await client.next('error')).data.message).toBe('Cancelled');
  });

  test.each([
    ['allow-reads', 'read', 'Allowed.'],
    ['deny', 'read', 'Not allowed.'],
    ['deny', 'execute', 'Not allowed.'],
  ] as const)('policy %s answers %s by itself', async (policy, kind, answer) => {
    const client = await home.join(await home.startScripted([], { policy }));
    client.say('watch_agent');
    await client.turn(`ask ${kind}`);
    expect(client.answer()).toBe(answer);
    expect(client.names()).not.toContain('permission_request');
    await client.next('permission_answered', { by: 'policy' });
  });
});
