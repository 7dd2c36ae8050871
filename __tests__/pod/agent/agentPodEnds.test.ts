// How turns and agents end that do not simply succeed: cancelled, paused, failed, crashed, stopped, restored.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { metadataPath, podRuntimeDir } from '../../../src/protocol/homePaths';
import type { AgentPodClient } from '../../fixtures/agentPodClient';
import { isAlive } from '../../fixtures/podTestClient';
import { processesWithMark } from '../../fixtures/processesWithMark';
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
/** How the agent's session was opened, in each life of the Pod. */
const openings = () =>
  home
    .logEntries()
    .filter(({ domain }) => domain === 'podwatch.agent')
    .map(({ payload }) => Reflect.get(Object(payload), 'opened'));
const snapshotOf = (client: AgentPodClient) => client.events.find(({ event }) => event === 'snapshot')?.data;
const alerts = (client: AgentPodClient) =>
  client.events.filter(({ event }) => event === 'alert').map(({ data }) => String(data.message));

describe('an end that is no success', () => {
  test('cancel in the middle keeps what was said, and says Cancelled', async () => {
    const client = await home.join(await home.startScripted());
    client.run(ENDLESS);
    await until(() => client.answer().includes('word3'));
    client.say('cancel');
    await client.settled();
    const tail = client.names().slice(-5);
    expect(tail).toEqual(['text_done', 'llm_call_end', 'turn_end', 'error', 'status']);
    expect((await client.next('error')).data).toEqual({ code: 'internal', message: 'Cancelled' });
    expect(home.logEntries().at(-1)).toMatchObject({ kind: 'run_errored', interrupted: true, message: 'Cancelled' });
    expect(kinds()).toContain('assistant_item');
  });

  test('cancel before anything came undoes the turn, in the log and in snapshots', async () => {
    const pod = await home.startScripted();
    const client = await home.join(pod);
    await client.turn('echo one');
    const before = home.logEntries();
    const from = client.events.length;
    client.run('hang');
    await client.next('turn_start', {}, from);
    client.say('cancel');
    await client.next('run_end', { result: 'rolled_back' });
    await client.settled(from);
    expect(home.logEntries()).toEqual(before);
    expect(snapshotOf(await home.join(pod))?.entries).toEqual(before);
  });

  test('cancel with nothing running is an error', async () => {
    const client = await home.join(await home.startScripted());
    client.say('cancel');
    expect((await client.next('error')).data.code).toBe('not_running');
  });

  test('an error of the agent is told, and the Pod goes on', async () => {
    const client = await home.join(await home.startScripted());
    const said = await client.turn('fail');
    expect(said.find(({ event }) => event === 'error')?.data).toEqual({
      code: 'provider_error',
      message: 'Internal error: the model is overloaded',
    });
    expect(said.map(({ event }) => event)).not.toContain('run_end');
    expect(said.at(-1)?.data).toMatchObject({ status: 'idle', attention: { kind: 'failed' } });
    expect(home.logEntries().at(-1)).toMatchObject({ kind: 'run_errored', interrupted: false });
    expect((await client.turn('echo still here')).map(({ event }) => event)).toContain('run_end');
  });

  test.each([
    ['limit', 'limit_reached', 0],
    ['cut', 'finished', 1],
    ['refuse', 'finished', 1],
  ])('%s ends as %s', async (prompt, result, warnings) => {
    const client = await home.join(await home.startScripted());
    await client.turn(prompt);
    await client.next('run_end', { result });
    expect(alerts(client)).toHaveLength(warnings);
  });

  test('pause ends the turn as paused, and resume goes on', async () => {
    const client = await home.join(await home.startScripted());
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
    const pod = await home.startScripted();
    const client = await home.join(pod);
    client.run('crash');
    const { data } = await client.next('error');
    expect(data.code).toBe('internal');
    expect(data.message).toMatch(/has ended \(exit code 3\)\. Its last words: .*scripted agent: out of luck/);
    await client.next('shutdown');
    await pod.exited;
    const entries = home.logEntries();
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
  const pod = await home.startScripted();
  const client = await home.join(pod);
  client.run('orphan');
  await client.next('shutdown');
  expect((await client.next('error')).data.message).toContain('has ended (exit code 4)');
  const left = processesWithMark(home.directory).find(({ command }) => command === 'sleep 60');
  expect(left).toBeDefined();
  if (left) process.kill(left.pid);
});

describe('restore', () => {
  const restore = () => ({ restore: home.active() });

  test('after kill -9 in the middle of an answer keeps what was finished, and the agent remembers', async () => {
    const pod = await home.startScripted();
    const client = await home.join(pod);
    await client.turn('echo first answer');
    client.run(ENDLESS);
    await until(() => client.answer().includes('word4'));
    process.kill(pod.pid, 'SIGKILL');
    await pod.exited;
    await until(() => processesWithMark(home.directory).length === 0);

    const again = await home.startScripted([], restore());
    const viewer = await home.join(again);
    const { entries, status, in_flight } = snapshotOf(viewer) ?? {};
    expect(status).toBe('idle');
    expect(in_flight).toMatchObject({ block: null, tool_calls: [] });
    const whole = home.logEntries().filter(({ domain }) => domain !== 'podwatch.part');
    expect(entries).toEqual(whole);
    expect(viewer.answer()).toMatch(/^first answer(word1.*)?$/);
    expect(home.logEntries().at(-2)).toMatchObject({ kind: 'run_errored', interrupted: true });
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
    const pod = await home.startScripted();
    await (await home.join(pod)).turn('echo blue is the colour');
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    const earlier = home.logEntries().find(({ domain }) => domain === 'podwatch.agent')?.payload;

    const client = await home.join(await home.startScripted(['--no-load'], restore()));
    expect(alerts(client)).toEqual([
      expect.stringMatching(/memory of this conversation is lost .* summary of the log/),
    ]);
    await client.turn('recall');
    const note = await client.next('system_item');
    expect(note.data.item).toMatchObject({ kind: 'notification', body: expect.stringContaining('blue is the colour') });
    const agents = home.logEntries().filter(({ domain }) => domain === 'podwatch.agent');
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
    const pod = await home.startScripted();
    const client = await home.join(pod);
    client.run(ENDLESS);
    await until(() => client.answer().includes('word2'));
    client.say('shutdown');
    await client.next('shutdown');
    expect((await pod.exited).code).toBe(0);
    expect(client.names()).toContain('error');
    expect(
      home
        .logEntries()
        .slice(-2)
        .map(({ kind, domain }) => domain ?? kind),
    ).toEqual(['run_errored', 'podwatch.exit']);
    expect(existsSync(podRuntimeDir(home.paths, 'ag'))).toBe(false);
    expect(isAlive(pod.pid)).toBe(false);
  });

  test('does not wait for an agent that hears no cancel; the turn still ends as cancelled', async () => {
    const pod = await home.startScripted();
    const client = await home.join(pod);
    client.run('deaf');
    await client.next('text_delta');
    client.say('shutdown');
    await client.next('shutdown');
    await pod.exited;
    expect(home.logEntries().at(-2)).toMatchObject({ kind: 'run_errored', interrupted: true, message: 'Cancelled' });
  });

  test('by a signal while the agent still starts leaves nothing', async () => {
    const starting = home.startScripted(['--silent']);
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
  const login = await home.startScripted(['--login']);
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
