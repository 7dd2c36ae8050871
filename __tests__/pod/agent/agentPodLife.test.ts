// Whole agent Pods, as their clients and the store see them: real processes, real sockets, a real (scripted) agent.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { metadataPath, podRuntimeDir, segmentLogPath } from '../../../src/protocol/homePaths';
import { type LogEntry, parseLogLine } from '../../../src/protocol/logEntry';
import { parsePodMetadata } from '../../../src/protocol/podMetadata';
import type { PodOrder } from '../../../src/protocol/podOrder';
import { AgentPodClient } from '../../fixtures/agentPodClient';
import { isAlive, TestHome, type TestPod } from '../../fixtures/podTestClient';
import { MARK_VARIABLE, processesWithMark } from '../../fixtures/processesWithMark';
import { scriptedAgent } from '../../fixtures/scriptedAgent';
import { until } from '../../fixtures/until';

let home: TestHome;
let clients: AgentPodClient[];

beforeEach(() => {
  home = new TestHome();
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.close();
  const { directory } = home;
  await home.end();
  await until(() => processesWithMark(directory).length === 0);
});

function start(options: string[] = [], more: Partial<PodOrder> = {}): Promise<TestPod> {
  const argv = scriptedAgent('--state', path.join(home.directory, 'agent-state.json'), ...options);
  return home.start('ag', argv, { kind: 'agent', ...more }, { [MARK_VARIABLE]: home.directory });
}

async function connect(pod: TestPod): Promise<AgentPodClient> {
  const client = await AgentPodClient.connect(pod.socketPath);
  clients.push(client);
  return client;
}

function metadata() {
  const parsed = parsePodMetadata(readFileSync(metadataPath(home.paths, 'ag'), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function active() {
  const { sessionId = '', segmentId = null } = metadata().active ?? {};
  return { sessionId, segmentId: segmentId ?? '' };
}

function logEntries(): LogEntry[] {
  const { sessionId, segmentId } = active();
  const lines = readFileSync(segmentLogPath(home.paths, sessionId, segmentId), 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => {
    const entry = parseLogLine(line);
    if (!entry.ok) throw new Error(entry.error);
    return entry.value;
  });
}

/** It streams until somebody ends it, however late that is. */
const ENDLESS = 'stream 100000 10';
const kinds = () => logEntries().map(({ kind, domain }) => (kind === 'extension' ? String(domain) : kind));
/** How the agent's session was opened, in each life of the Pod. */
const openings = () =>
  logEntries()
    .filter(({ domain }) => domain === 'podwatch.agent')
    .map(({ payload }) => Reflect.get(Object(payload), 'opened'));
const snapshotOf = (client: AgentPodClient) => client.events.find(({ event }) => event === 'snapshot')?.data;
const alerts = (client: AgentPodClient) =>
  client.events.filter(({ event }) => event === 'alert').map(({ data }) => String(data.message));

test('a new agent Pod is live pending: session known, no log, an empty snapshot', async () => {
  const client = await connect(await start([], { policy: 'allow-reads' }));
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
  expect(metadata()).toMatchObject({
    active: { sessionId: expect.any(String), segmentId: null },
    launch: { kind: 'agent', policy: 'allow-reads' },
  });
  expect(existsSync(path.join(home.paths.sessions, active().sessionId))).toBe(false);
});

test('a turn: every viewer sees the same events in the order of the format, and the log says the same', async () => {
  const pod = await start();
  const [client, other] = [await connect(pod), await connect(pod)];
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
  const pod = await start();
  const client = await connect(pod);
  client.run(ENDLESS);
  await until(() => client.answer().includes('word5'));
  const late = await connect(pod);
  const partial = late.answer();
  expect(partial).toMatch(/^word1 .*word5/);
  await until(() => late.answer().length > partial.length);
  client.say('cancel');
  await Promise.all([client.next('error'), late.next('error')]);
  expect(late.answer()).toBe(client.answer());
});

test('a second prompt is refused while a turn runs, to the one who asked', async () => {
  const client = await connect(await start());
  client.run('hang');
  await client.next('turn_start');
  client.run('me too', 'r2');
  expect((await client.next('error')).data).toMatchObject({ code: 'already_running', request_id: 'r2' });
  client.say('cancel');
  await client.next('run_end', { result: 'rolled_back' });
});

test('a blank prompt and what an agent cannot do are refused to the asker alone', async () => {
  const pod = await start();
  const [client, other] = [await connect(pod), await connect(pod)];
  client.run('  ');
  client.say('compact');
  client.say('attach_terminal', { cols: 80, rows: 24 });
  await until(() => client.events.filter(({ event }) => event === 'error').length === 3);
  expect(client.events.filter(({ event }) => event === 'error').map(({ data }) => data.code)).toEqual(
    Array(3).fill('invalid_request'),
  );
  expect(other.names()).toEqual(['snapshot']);
});

describe('an end that is no success', () => {
  test('cancel in the middle keeps what was said, and says Cancelled', async () => {
    const client = await connect(await start());
    client.run(ENDLESS);
    await until(() => client.answer().includes('word3'));
    client.say('cancel');
    await client.settled();
    const tail = client.names().slice(-5);
    expect(tail).toEqual(['text_done', 'llm_call_end', 'turn_end', 'error', 'status']);
    expect((await client.next('error')).data).toEqual({ code: 'internal', message: 'Cancelled' });
    expect(logEntries().at(-1)).toMatchObject({ kind: 'run_errored', interrupted: true, message: 'Cancelled' });
    expect(kinds()).toContain('assistant_item');
  });

  test('cancel before anything came undoes the turn, in the log and in snapshots', async () => {
    const pod = await start();
    const client = await connect(pod);
    await client.turn('echo one');
    const before = logEntries();
    const from = client.events.length;
    client.run('hang');
    await client.next('turn_start', {}, from);
    client.say('cancel');
    await client.next('run_end', { result: 'rolled_back' });
    await client.settled(from);
    expect(logEntries()).toEqual(before);
    expect(snapshotOf(await connect(pod))?.entries).toEqual(before);
  });

  test('cancel with nothing running is an error', async () => {
    const client = await connect(await start());
    client.say('cancel');
    expect((await client.next('error')).data.code).toBe('not_running');
  });

  test('an error of the agent is told, and the Pod goes on', async () => {
    const client = await connect(await start());
    const said = await client.turn('fail');
    expect(said.find(({ event }) => event === 'error')?.data).toEqual({
      code: 'provider_error',
      message: 'Internal error: the model is overloaded',
    });
    expect(said.map(({ event }) => event)).not.toContain('run_end');
    expect(said.at(-1)?.data).toMatchObject({ status: 'idle', attention: { kind: 'failed' } });
    expect(logEntries().at(-1)).toMatchObject({ kind: 'run_errored', interrupted: false });
    expect((await client.turn('echo still here')).map(({ event }) => event)).toContain('run_end');
  });

  test.each([
    ['limit', 'limit_reached', 0],
    ['cut', 'finished', 1],
    ['refuse', 'finished', 1],
  ])('%s ends as %s', async (prompt, result, warnings) => {
    const client = await connect(await start());
    await client.turn(prompt);
    await client.next('run_end', { result });
    expect(alerts(client)).toHaveLength(warnings);
  });

  test('pause ends the turn as paused, and resume goes on', async () => {
    const client = await connect(await start());
    client.run(ENDLESS);
    await until(() => client.answer().includes('word3'));
    client.say('pause');
    await client.next('status', { status: 'paused' });
    await client.next('run_end', { result: 'paused' });
    const from = client.events.length;
    client.say('resume');
    await client.settled(from);
    expect(client.names().slice(from)).not.toContain('user_message');
    await client.next('run_end', { result: 'finished' }, from);
  });

  test('a crash of the agent ends the turn, says its last words, and ends the Pod with its log whole', async () => {
    const pod = await start();
    const client = await connect(pod);
    client.run('crash');
    const { data } = await client.next('error');
    expect(data.code).toBe('internal');
    expect(data.message).toMatch(/has ended \(exit code 3\)\. Its last words: .*scripted agent: out of luck/);
    await client.next('shutdown');
    await pod.exited;
    const entries = logEntries();
    expect(entries.slice(-3).map(({ kind, domain }) => domain ?? kind)).toEqual([
      'assistant_item',
      'run_errored',
      'podwatch.exit',
    ]);
    expect(entries.at(-1)?.payload).toEqual({ code: 3, signal: null });
    expect(existsSync(pod.socketPath)).toBe(false);
    expect(readFileSync(path.join(podRuntimeDir(home.paths, 'ag'), 'agent.log'), 'utf8')).toContain('out of luck');
  });
});

test('an agent that ends while a tool of its own goes on is not waited for', async () => {
  const pod = await start();
  const client = await connect(pod);
  client.run('orphan');
  await client.next('shutdown');
  expect((await client.next('error')).data.message).toContain('has ended (exit code 4)');
  const left = processesWithMark(home.directory).find(({ command }) => command === 'sleep 60');
  expect(left).toBeDefined();
  if (left) process.kill(left.pid);
});

describe('permissions', () => {
  test('are asked of all who listen, answered once, and never told to who did not ask', async () => {
    const pod = await start();
    const [viewer, other, plain] = [await connect(pod), await connect(pod), await connect(pod)];
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
    const pod = await start();
    const client = await connect(pod);
    client.run('ask delete');
    await until(() => client.events.some(({ data }) => Reflect.get(Object(data.attention), 'kind') === 'permission'));
    const late = await connect(pod);
    expect(snapshotOf(late)).toMatchObject({ status: 'running', attention: { kind: 'permission', permissions: 1 } });
    late.say('watch_agent');
    const { data } = await late.next('permission_request');
    late.say('answer_permission', { id: data.id, answer: 'reject' });
    await client.next('run_end');
    expect(client.answer()).toBe('Not allowed.');
    expect((await client.next('tool_result')).data).toMatchObject({ is_error: true });
  });

  test('are cancelled with the turn', async () => {
    const client = await connect(await start());
    client.say('watch_agent');
    client.run('edit a.txt');
    await client.next('permission_request');
    client.say('cancel');
    await client.next('permission_answered', { answer: 'cancelled', by: 'cancel' });
    expect((await client.next('error')).data.message).toBe('Cancelled');
    expect((await client.next('tool_result')).data).toMatchObject({ summary: 'Cancelled', is_error: true });
  });

  test('are not asked of anybody once the turn is being cancelled', async () => {
    const client = await connect(await start());
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
    const client = await connect(await start([], { policy }));
    client.say('watch_agent');
    await client.turn(`ask ${kind}`);
    expect(client.answer()).toBe(answer);
    expect(client.names()).not.toContain('permission_request');
    await client.next('permission_answered', { by: 'policy' });
  });
});

test('a message of many MiB reaches who reads, and so does the snapshot of the long log', async () => {
  const pod = await start();
  const client = await connect(pod);
  for (let n = 0; n < 5; n++) await client.turn('big 7');
  expect(client.closed).toBe(false);
  const late = await connect(pod);
  expect(late.answer()).toHaveLength(5 * 7 * 1024 * 1024);
  await late.turn('echo after');
  expect(client.answer()).toBe(late.answer());
});

test('a client that does not read is let go, and holds neither the Pod nor the others', async () => {
  const pod = await start();
  const [client, stalled] = [await connect(pod), await connect(pod)];
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
  const client = await connect(await start());
  await client.turn('chatter 3');
  const file = path.join(podRuntimeDir(home.paths, 'ag'), 'agent.log');
  // Its pipe is not in step with its answers.
  await until(() => statSync(file).size >= 512 * 1024);
  expect(statSync(file).size).toBeLessThanOrEqual(1024 * 1024);
  await client.turn('chatter 1');
  expect(statSync(file).size).toBeLessThanOrEqual(1024 * 1024);
});

test('the user has seen it: another viewer’s word ends the need for attention', async () => {
  const client = await connect(await start());
  await client.turn('fail');
  const from = client.events.length;
  client.say('seen');
  expect((await client.next('status', {}, from)).data.attention).toBeNull();
});

test('the plan of an undone turn is told to nobody who joins later; the same plan again is news', async () => {
  const pod = await start();
  const client = await connect(pod);
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
  const late = await connect(pod);
  late.say('watch_agent');
  expect((await late.next('agent_plan')).data.entries).toMatchObject([{ content: 'Look around', status: 'completed' }]);
});

describe('what an agent is told besides the words of its user', () => {
  const inputs = () =>
    logEntries().flatMap(({ kind, item }) => (kind === 'system_item' ? [Reflect.get(Object(item), 'body')] : []));

  test('a notification begins a turn where none runs, and waits for the next prompt where one does', async () => {
    const client = await connect(await start());
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
    const client = await connect(await start());
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
    const client = await connect(await start());
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
  const pod = await start();
  const [client, other] = [await connect(pod), await connect(pod)];
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
  const pod = await start();
  const client = await connect(pod);
  client.say('watch_agent');
  await client.turn('plan');
  expect(client.names().filter((name) => name === 'agent_plan')).toHaveLength(3);
  expect((await client.next('agent_usage')).data).toMatchObject({ used: 1200, size: 200_000 });
  expect(snapshotOf(await connect(pod))).toMatchObject({ title: 'A plan', greeting: { context_window: 200_000 } });
});

test('a turn that ends unwatched asks for attention until somebody looks', async () => {
  const pod = await start();
  const client = await connect(pod);
  expect((await client.turn('echo x')).at(-1)?.data).toMatchObject({ attention: { kind: 'finished' } });
  const from = client.events.length;
  const viewer = await connect(pod);
  viewer.say('watch_agent', { viewing: true });
  expect((await client.next('status', {}, from)).data.attention).toBeNull();
  expect((await client.turn('echo y')).at(-1)?.data.attention).toBeNull();
  viewer.close();
  await until(async () => (await client.turn('echo z')).at(-1)?.data.attention !== null);
});

describe('restore', () => {
  const restore = () => ({ restore: active() });

  test('after kill -9 in the middle of an answer keeps what was finished, and the agent remembers', async () => {
    const pod = await start();
    const client = await connect(pod);
    await client.turn('echo first answer');
    client.run(ENDLESS);
    await until(() => client.answer().includes('word4'));
    process.kill(pod.pid, 'SIGKILL');
    await pod.exited;
    await until(() => processesWithMark(home.directory).length === 0);

    const again = await start([], restore());
    const viewer = await connect(again);
    const { entries, status, in_flight } = snapshotOf(viewer) ?? {};
    expect(status).toBe('idle');
    expect(in_flight).toMatchObject({ block: null, tool_calls: [] });
    const whole = logEntries().filter(({ domain }) => domain !== 'podwatch.part');
    expect(entries).toEqual(whole);
    expect(viewer.answer()).toMatch(/^first answer(word1.*)?$/);
    expect(logEntries().at(-2)).toMatchObject({ kind: 'run_errored', interrupted: true });
    expect(openings()).toEqual(['new', 'load']);
    const before = kinds();
    await viewer.turn('recall');
    expect(viewer.answer()).toMatch(/I heard: echo first answer \| stream 100000 10$/);
    // The replay of the agent is not in the log a second time.
    expect(kinds().slice(before.length)).toEqual([
      'invoke',
      'user_input',
      'assistant_item',
      'turn_end',
      'run_completed',
    ]);
    expect(alerts(viewer)).toEqual([]);
  });

  test('without the agent’s memory begins a new session with a summary, and says so', async () => {
    const pod = await start();
    await (await connect(pod)).turn('echo blue is the colour');
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    const earlier = logEntries().find(({ domain }) => domain === 'podwatch.agent')?.payload;

    const client = await connect(await start(['--no-load'], restore()));
    expect(alerts(client)).toEqual([
      expect.stringMatching(/memory of this conversation is lost .* summary of the log/),
    ]);
    await client.turn('recall');
    const note = await client.next('system_item');
    expect(note.data.item).toMatchObject({ kind: 'notification', body: expect.stringContaining('blue is the colour') });
    const agents = logEntries().filter(({ domain }) => domain === 'podwatch.agent');
    expect(agents.at(-1)?.payload).toMatchObject({ opened: 'seeded' });
    expect(agents.at(-1)?.payload).not.toEqual(earlier);
    // Told once: the agent has it now.
    await client.turn('recall');
    expect(kinds().filter((kind) => kind === 'system_item')).toHaveLength(1);
    expect(client.answer().split('This conversation began in an earlier session')).toHaveLength(2);
  });
});

describe('a stop', () => {
  test('from outside cancels the turn, ends the agent and leaves a whole log', async () => {
    const pod = await start();
    const client = await connect(pod);
    client.run(ENDLESS);
    await until(() => client.answer().includes('word2'));
    client.say('shutdown');
    await client.next('shutdown');
    expect((await pod.exited).code).toBe(0);
    expect(client.names()).toContain('error');
    expect(
      logEntries()
        .slice(-2)
        .map(({ kind, domain }) => domain ?? kind),
    ).toEqual(['run_errored', 'podwatch.exit']);
    expect(existsSync(podRuntimeDir(home.paths, 'ag'))).toBe(false);
    expect(isAlive(pod.pid)).toBe(false);
  });

  test('does not wait for an agent that hears no cancel; the turn still ends as cancelled', async () => {
    const pod = await start();
    const client = await connect(pod);
    client.run('deaf');
    await client.next('text_delta');
    client.say('shutdown');
    await client.next('shutdown');
    await pod.exited;
    expect(logEntries().at(-2)).toMatchObject({ kind: 'run_errored', interrupted: true, message: 'Cancelled' });
  });

  test('by a signal while the agent still starts leaves nothing', async () => {
    const starting = start(['--silent']);
    const pid = await until(
      () => processesWithMark(home.directory).find(({ command }) => command.startsWith('podwatch'))?.pid,
    );
    await until(() => processesWithMark(home.directory).some(({ command }) => command.includes('scriptedAgent')));
    process.kill(pid ?? -1, 'SIGTERM');
    const pod = await starting;
    expect(pod.word).toMatchObject({ kind: 'refused', message: expect.stringContaining('stopped') });
    await pod.exited;
    expect(existsSync(metadataPath(home.paths, 'ag'))).toBe(false);
    expect(existsSync(podRuntimeDir(home.paths, 'ag'))).toBe(false);
  });
});

test('an agent that does not start is refused in one sentence, and nothing is left behind', async () => {
  const login = await start(['--login']);
  expect(login.word).toMatchObject({ kind: 'refused', message: expect.stringContaining('wants you to log in first') });
  await login.exited;
  const missing = await home.start('ag', ['no-such-agent'], { kind: 'agent' });
  expect(missing.word).toMatchObject({
    kind: 'refused',
    message:
      'The command "no-such-agent" was not found in PATH. Install the agent first; podwatch agents shows the known ones.',
  });
  await missing.exited;
  expect(existsSync(metadataPath(home.paths, 'ag'))).toBe(false);
  expect(existsSync(podRuntimeDir(home.paths, 'ag'))).toBe(false);
});
