// Whole agent Pods, as their clients and the store see them: real processes, real sockets, a real (scripted) agent.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { podRuntimeDir } from '../../../src/protocol/homePaths';
import type { AgentPodClient } from '../../fixtures/agentPodClient';
import { until } from '../../fixtures/until';
import { AgentHome } from './agentHome';

let home: AgentHome;

beforeEach(() => {
  home = new AgentHome();
});

afterEach(() => home.end());

/** It streams until somebody ends it, however late that is. */
const ENDLESS = 'stream 100000 10';
const kinds = () => home.logEntries().map(({ kind, domain }) => (kind === 'extension' ? String(domain) : kind));
const snapshotOf = (client: AgentPodClient) => client.events.find(({ event }) => event === 'snapshot')?.data;

test('a new agent Pod is live pending: session known, no log, an empty snapshot', async () => {
  const client = await home.join(await home.startScripted([], { policy: 'allow-reads' }));
  expect(snapshotOf(client)).toMatchObject({
    entries: [],
    status: 'idle',
    attention: null,
    in_flight: { block: null, tool_calls: [] },
    greeting: {
      pod_name: 'ag',
      model: 'scripted-agent',
      extensions: ['agent', 'attention', 'permission', 'queue', 'rename'],
    },
  });
  expect(home.metadata()).toMatchObject({
    active: { sessionId: expect.any(String), segmentId: null },
    launch: { kind: 'agent', policy: 'allow-reads' },
  });
  expect(existsSync(path.join(home.paths.sessions, home.active().sessionId))).toBe(false);
});

test('a turn: every viewer sees the same events in the order of the format, and the log says the same', async () => {
  const pod = await home.startScripted();
  const [client, other] = [await home.join(pod), await home.join(pod)];
  client.run('think aloud', 'r1');
  await Promise.all([client.settled(), other.settled()]);
  const said = client.names().filter((name) => name !== 'invoke_start' && name !== 'segment_rotated');
  expect(said).toEqual([
    'snapshot',
    'user_message',
    'status',
    'turn_start',
    'llm_call_start',
    'thinking_start',
    'thinking_delta',
    'thinking_delta',
    'text_delta',
    'thinking_done',
    'text_done',
    'llm_call_end',
    'turn_end',
    'run_end',
    'status',
  ]);
  expect(other.events.slice(1)).toEqual(client.events.slice(1));
  expect(client.events.find(({ event }) => event === 'user_message')?.data.request_id).toBe('r1');
  expect(kinds()).toEqual([
    'segment_start',
    'podwatch.agent',
    'invoke',
    'user_input',
    'assistant_item',
    'assistant_item',
    'turn_end',
    'run_completed',
  ]);
});

test('who joins in the middle of an answer sees the whole of it, once', async () => {
  const pod = await home.startScripted();
  const client = await home.join(pod);
  client.run(ENDLESS);
  await until(() => client.answer().includes('word5'));
  const late = await home.join(pod);
  const partial = late.answer();
  expect(partial).toMatch(/^word1 .*word5/);
  await until(() => late.answer().length > partial.length);
  client.say('cancel');
  await Promise.all([client.next('error'), late.next('error')]);
  expect(late.answer()).toBe(client.answer());
});

test('a second prompt is refused while a turn runs, to the one who asked', async () => {
  const client = await home.join(await home.startScripted());
  client.run('hang');
  await client.next('turn_start');
  client.run('me too', 'r2');
  expect((await client.next('error')).data).toMatchObject({ code: 'already_running', request_id: 'r2' });
  client.say('cancel');
  await client.next('run_end', { result: 'rolled_back' });
});

test('a blank prompt and what an agent cannot do are refused to the asker alone', async () => {
  const pod = await home.startScripted();
  const [client, other] = [await home.join(pod), await home.join(pod)];
  client.run('  ');
  client.say('compact');
  client.say('attach_terminal', { cols: 80, rows: 24 });
  await until(() => client.events.filter(({ event }) => event === 'error').length === 3);
  expect(client.events.filter(({ event }) => event === 'error').map(({ data }) => data.code)).toEqual(
    Array(3).fill('invalid_request'),
  );
  expect(other.names()).toEqual(['snapshot']);
});

test('a message of many MiB reaches who reads, and so does the snapshot of the long log', async () => {
  const pod = await home.startScripted();
  const client = await home.join(pod);
  for (let n = 0; n < 5; n++) await client.turn('big 7');
  expect(client.closed).toBe(false);
  const late = await home.join(pod);
  expect(late.answer()).toHaveLength(5 * 7 * 1024 * 1024);
  await late.turn('echo after');
  expect(client.answer()).toBe(late.answer());
});

test('a client that does not read is let go, and holds neither the Pod nor the others', async () => {
  const pod = await home.startScripted();
  const [client, stalled] = [await home.join(pod), await home.join(pod)];
  stalled.pause();
  for (let n = 0; n < 6; n++) await client.turn('big 4');
  expect(client.answer()).toHaveLength(6 * 4 * 1024 * 1024);
  // It reads nothing all the while: that it was let go is what its own words are told.
  await until(() => {
    stalled.say('seen');
    return stalled.closed;
  });
});

test('what an agent writes on stderr is kept within bounds, the newest of it', async () => {
  const client = await home.join(await home.startScripted());
  await client.turn('chatter 3');
  const file = path.join(podRuntimeDir(home.paths, 'ag'), 'agent.log');
  // Its pipe is not in step with its answers.
  await until(() => statSync(file).size >= 512 * 1024);
  expect(statSync(file).size).toBeLessThanOrEqual(1024 * 1024);
  await client.turn('chatter 1');
  expect(statSync(file).size).toBeLessThanOrEqual(1024 * 1024);
});

test('the user has seen it: another viewer’s word ends the need for attention', async () => {
  const client = await home.join(await home.startScripted());
  await client.turn('fail');
  const from = client.events.length;
  client.say('seen');
  expect((await client.next('status', {}, from)).data.attention).toBeNull();
});

test('the plan of an undone turn is told to nobody who joins later; the same plan again is news', async () => {
  const pod = await home.startScripted();
  const client = await home.join(pod);
  client.say('watch_agent');
  await client.turn('plan');
  const plans = () => client.events.filter(({ event }) => event === 'agent_plan');
  for (const count of [4, 5]) {
    client.run('hang plan');
    await until(() => plans().length === count);
    const from = client.events.length;
    client.say('cancel');
    await client.next('run_end', { result: 'rolled_back' }, from);
  }
  const late = await home.join(pod);
  late.say('watch_agent');
  expect((await late.next('agent_plan')).data.entries).toMatchObject([{ content: 'Look around', status: 'completed' }]);
});

describe('what an agent is told besides the words of its user', () => {
  const inputs = () =>
    home.logEntries().flatMap(({ kind, item }) => (kind === 'system_item' ? [Reflect.get(Object(item), 'body')] : []));

  test('a notification begins a turn where none runs, and waits for the next prompt where one does', async () => {
    const client = await home.join(await home.startScripted());
    client.say('notify', { message: 'the build is red' });
    await client.settled();
    expect(client.answer()).toBe('You said: [Notification] the build is red');
    expect(client.events.find(({ event }) => event === 'invoke_start')?.data).toEqual({ kind: 'notify' });
    expect(kinds().slice(0, 4)).toEqual(['segment_start', 'podwatch.agent', 'invoke', 'system_item']);
    client.say('watch_agent');
    client.run('ask delete');
    const { data: question } = await client.next('permission_request');
    client.say('notify', { message: 'later' });
    client.say('pod_event', { kind: 'errored', pod_name: 'kid', message: 'oops' });
    client.say('answer_permission', { id: question.id, answer: 'reject' });
    await until(() => kinds().at(-1) === 'run_completed' && client.answer().endsWith('Not allowed.'));
    await client.turn('recall');
    expect(inputs()).toEqual([
      '[Notification] the build is red',
      '[Notification] later',
      '[Event of Pod kid] errored: oops',
    ]);
    expect(client.answer()).toContain('I heard: [Notification] the build is red | ask delete');
    await client.turn('recall');
    expect(inputs()).toHaveLength(3);
  });

  test('it waits for the word of the user while the turn is paused', async () => {
    const client = await home.join(await home.startScripted());
    client.run(ENDLESS);
    await client.next('text_delta', { text: 'word1' });
    client.say('pause');
    await client.next('status', { status: 'paused' });
    const from = client.events.length;
    client.say('notify', { message: 'meanwhile' });
    client.say('resume');
    await client.next('system_item', {}, from);
    expect(client.events.slice(from).filter(({ event }) => event === 'invoke_start')).toEqual([]);
    await until(() => kinds().at(-1) === 'run_completed');
    expect(inputs()).toEqual(['[Notification] meanwhile']);
  });

  test('no more is kept for the next prompt than it can hold; who tells more is told so', async () => {
    const client = await home.join(await home.startScripted());
    client.run('hang');
    await client.next('status', { status: 'running' });
    for (let n = 0; n < 257; n++) client.say('notify', { message: `event ${n}` });
    expect((await client.next('error')).data).toMatchObject({ code: 'invalid_request' });
    const from = client.events.length;
    client.say('cancel');
    await client.next('status', { status: 'idle' }, from);
    await client.turn('echo now');
    expect(inputs()).toHaveLength(256);
    expect(inputs().at(-1)).toBe('[Notification] event 255');
  });
});

test('completes the commands that the agent offers, for the asker alone; compacts with one of them', async () => {
  const pod = await home.startScripted();
  const [client, other] = [await home.join(pod), await home.join(pod)];
  const ask = async (kind: string, prefix: string) => {
    const from = client.events.length;
    client.say('list_completions', { kind, prefix });
    return (await client.next('completions', {}, from)).data;
  };
  expect(await ask('workflow', 'com')).toEqual({ kind: 'workflow', entries: [] });
  await client.turn('commands');
  expect(await ask('workflow', 'com')).toEqual({ kind: 'workflow', entries: [{ value: 'compact', is_dir: false }] });
  expect(await ask('file', 'no-such-file-anywhere')).toEqual({
    kind: 'file',
    prefix: 'no-such-file-anywhere',
    entries: [],
  });
  expect(other.names()).not.toContain('completions');
  expect(client.names()).not.toContain('agent_commands');
  other.say('watch_agent');
  expect((await other.next('agent_commands')).data.commands).toContainEqual({
    name: 'review',
    description: 'to review',
    hint: null,
  });
  client.say('compact');
  await until(() => client.answer().endsWith('You said: /compact'));
});

test('plan, usage and title reach who asked for them', async () => {
  const pod = await home.startScripted();
  const client = await home.join(pod);
  client.say('watch_agent');
  await client.turn('plan');
  expect(client.names().filter((name) => name === 'agent_plan')).toHaveLength(3);
  expect((await client.next('agent_usage')).data).toMatchObject({ used: 1200, size: 200_000 });
  expect(snapshotOf(await home.join(pod))).toMatchObject({ title: 'A plan', greeting: { context_window: 200_000 } });
});

test('a turn that ends unwatched asks for attention until somebody looks', async () => {
  const pod = await home.startScripted();
  const client = await home.join(pod);
  expect((await client.turn('echo x')).at(-1)?.data).toMatchObject({ attention: { kind: 'finished' } });
  const from = client.events.length;
  const viewer = await home.join(pod);
  viewer.say('watch_agent', { viewing: true });
  expect((await client.next('status', {}, from)).data.attention).toBeNull();
  expect((await client.turn('echo y')).at(-1)?.data.attention).toBeNull();
  viewer.close();
  await until(async () => (await client.turn('echo z')).at(-1)?.data.attention !== null);
});
