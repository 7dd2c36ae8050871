// The life of a Pod as others see it: birth, record, registry, stop, refusals.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { metadataPath, podRuntimeDir, segmentLogPath } from '../../src/protocol/homePaths';
import { parseLogLine } from '../../src/protocol/logEntry';
import { parsePodMetadata } from '../../src/protocol/podMetadata';
import { parseRegistryTable } from '../../src/protocol/registryTable';
import { isAlive, TestHome, type TestPod, until } from '../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

function metadata(name: string) {
  const parsed = parsePodMetadata(readFileSync(metadataPath(home.paths, name), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function allocations() {
  const parsed = parseRegistryTable(readFileSync(home.paths.registry, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value.allocations;
}

function logEntries(name: string) {
  const { active } = metadata(name);
  const file = segmentLogPath(home.paths, active?.sessionId ?? '', active?.segmentId ?? '');
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const entry = parseLogLine(line);
    if (!entry.ok) throw new Error(entry.error);
    return entry.value;
  });
}

function runtimeDir(pod: TestPod): string {
  return podRuntimeDir(home.paths, pod.name);
}

test('a new Pod is pending: registered with its segment, no log, an empty snapshot', async () => {
  const pod = await home.start('quiet', ['cat']);
  const client = await home.connect(pod);
  const snapshot = await client.next('snapshot');
  expect(snapshot.data).toMatchObject({ entries: [], status: 'idle' });
  expect(snapshot.data.greeting).toMatchObject({
    pod_name: 'quiet',
    cwd: home.directory,
    provider: 'podwatch',
    model: 'terminal',
    extensions: ['terminal', 'screen', 'scrollback', 'attention', 'status', 'rename', 'resume'],
    command: ['cat'],
  });
  const { active, launch } = metadata('quiet');
  expect(active).toEqual({ sessionId: expect.any(String), segmentId: null });
  expect(launch).toEqual({ kind: 'terminal', argv: ['cat'], cwd: home.directory, cols: 80, rows: 24 });
  const [entry] = allocations();
  expect(entry).toMatchObject({ pod_name: 'quiet', pid: pod.pid, socket: pod.socketPath, scope_allow: [] });
  expect(entry?.segment_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(existsSync(segmentLogPath(home.paths, active?.sessionId ?? '', entry?.segment_id ?? ''))).toBe(false);
  expect(statSync(pod.socketPath).mode & 0o777).toBe(0o600);
  expect(statSync(runtimeDir(pod)).mode & 0o777).toBe(0o700);
});

test('a status that is set makes a silent Pod active', async () => {
  const pod = await home.start('quiet', ['cat']);
  const client = await home.connect(pod);
  const segmentId = allocations()[0]?.segment_id;
  client.say({ method: 'set_status', params: { status: 'running', reason: 'thinking' } });
  await until('active metadata', () => metadata('quiet').active?.segmentId === segmentId);
});

test('the first input makes it active: log first, then metadata', async () => {
  const pod = await home.start('typed', ['cat']);
  const client = await home.connect(pod);
  const segmentId = allocations()[0]?.segment_id;
  client.say({ method: 'run', params: { input: [{ kind: 'text', content: 'hello' }], request_id: 'r1' } });
  const message = await client.next('user_message');
  expect(message.data).toEqual({ segments: [{ kind: 'text', content: 'hello' }], request_id: 'r1' });
  await until('active metadata', () => metadata('typed').active?.segmentId === segmentId);
  expect(logEntries('typed')[0]).toMatchObject({ kind: 'segment_start', history: [] });
});

test('output alone makes it active, with the screen as its preview', async () => {
  await home.start('speaks', ['sh', '-c', 'printf "\\033]2;my title\\007one\\ntwo\\n"; exec cat']);
  await until('active metadata', () => metadata('speaks').active?.segmentId);
  const facts = () => logEntries('speaks').filter((entry) => entry.kind === 'extension');
  await until('a screen fact', () => facts().length > 0);
  expect(facts()[0]).toMatchObject({ domain: 'podwatch.screen', payload: { line: 'two', title: 'my title' } });
});

test('the end of the program is the end of the Pod: exit logged, registry, socket and directory gone', async () => {
  const pod = await home.start('short', ['sh', '-c', 'read x; echo bye; exit 7']);
  const client = await home.connect(pod);
  client.say({ method: 'run', params: { input: [{ kind: 'text', content: 'go' }] } });
  await client.next('shutdown');
  expect(await pod.exited).toEqual({ code: 0, signal: null });
  expect(logEntries('short').at(-1)).toMatchObject({ domain: 'podwatch.exit', payload: { code: 7, signal: null } });
  expect(allocations()).toEqual([]);
  expect(existsSync(runtimeDir(pod))).toBe(false);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s stops the program and leaves nothing behind',
  async (signal) => {
    const pod = await home.start('stopped', ['sh', '-c', 'echo pid=$$; exec sleep 1000']);
    const viewer = await home.attach(pod);
    await viewer.sees('pid=');
    const child = /pid=(\d+)/.exec(viewer.bytes.toString())?.[1];
    expect(isAlive(Number(child))).toBe(true);
    process.kill(pod.pid, signal);
    expect(await viewer.exit()).toEqual({ code: null, signal: 'SIGHUP' });
    expect(await pod.exited).toEqual({ code: 0, signal: null });
    expect(isAlive(Number(child))).toBe(false);
    expect(allocations()).toEqual([]);
    expect(existsSync(runtimeDir(pod))).toBe(false);
  },
);

test('a program that ignores the polite signal is killed', async () => {
  const pod = await home.start('stubborn', ['sh', '-c', 'trap "" HUP TERM; echo ready; while :; do sleep 1000; done']);
  const viewer = await home.attach(pod);
  await viewer.sees('ready');
  const client = await home.connect(pod);
  client.say({ method: 'shutdown' });
  expect(await viewer.exit()).toEqual({ code: null, signal: 'SIGKILL' });
  await pod.exited;
});

describe('refusals', () => {
  const refused = async (argv: string[], more = {}) => {
    const pod = await home.start('no', argv, more);
    await pod.exited;
    return pod.word.kind === 'refused' ? pod.word.message : 'not refused';
  };

  test('a command that is not there, not executable, no file', async () => {
    expect(await refused(['no-such-command'])).toBe('The command "no-such-command" was not found in PATH.');
    writeFileSync(path.join(home.directory, 'plain'), '#!/bin/sh\n', { mode: 0o644 });
    expect(await refused(['./plain'])).toBe('The command ./plain is not executable.');
    expect(await refused(['/tmp'])).toBe('The command /tmp is not a file.');
    expect(existsSync(metadataPath(home.paths, 'no'))).toBe(false);
  });

  test('a working directory that is missing', async () => {
    expect(await refused(['cat'], { cwd: '/no/such/dir' })).toContain(
      'The working directory /no/such/dir does not exist',
    );
  });

  test('a socket path that is too long', async () => {
    const runtime = path.join(home.directory, 'r'.repeat(100));
    const message = await refused(['cat'], { home: { data: home.paths.data, runtime } });
    expect(message).toMatch(/has \d+ bytes, and the system allows 107/);
  });

  test('a name that a live Pod has; the first one goes on, its record untouched', async () => {
    const first = await home.start('no', ['cat']);
    const before = readFileSync(metadataPath(home.paths, 'no'), 'utf8');
    expect(await refused(['cat'])).toContain(`A Pod named "no" is live (pid ${first.pid})`);
    expect(readFileSync(metadataPath(home.paths, 'no'), 'utf8')).toBe(before);
    await home.connect(first);
  });
});

test('of two that start with one name at the same moment exactly one lives', async () => {
  const pods = await Promise.all([home.start('twin', ['cat']), home.start('twin', ['cat'])]);
  expect(pods.map((pod) => pod.word.kind).sort()).toEqual(['ready', 'refused']);
  expect(allocations()).toHaveLength(1);
});

test('kill -9 leaves a readable log; the restored Pod goes on in it and shows the earlier screen', async () => {
  const pod = await home.start('phoenix', ['sh', '-c', 'echo before the fall; exec cat']);
  await until('active metadata', () => metadata('phoenix').active?.segmentId);
  const { active } = metadata('phoenix');
  const screen = `${segmentLogPath(home.paths, active?.sessionId ?? '', active?.segmentId ?? '').slice(0, -6)}.screen`;
  await until('a saved screen', () => existsSync(screen));
  process.kill(pod.pid, 'SIGKILL');
  await pod.exited;
  const entries = logEntries('phoenix');
  expect(entries[0]?.kind).toBe('segment_start');
  const again = await home.start('phoenix', ['cat'], {
    restore: { sessionId: active?.sessionId ?? '', segmentId: active?.segmentId ?? '' },
  });
  const viewer = await home.attach(again);
  await viewer.sees('before the fall');
  await viewer.sees('── restored ');
  const client = await home.connect(again);
  expect((await client.next('snapshot')).data.entries).toHaveLength(entries.length);
  expect(allocations()).toMatchObject([{ pod_name: 'phoenix', pid: again.pid, segment_id: active?.segmentId }]);
  expect(metadata('phoenix').active).toEqual(active);
});

test('the program finds its Pod in the environment, and no trace of an outer multiplexer', async () => {
  const pod = await home.start(
    'env',
    ['sh', '-c', 'env; echo end; exec cat'],
    {},
    { TMUX: 'outer', STY: 'outer', KEPT: 'yes' },
  );
  const viewer = await home.attach(pod, { cols: 200, rows: 100 });
  await viewer.sees('KEPT=yes');
  await viewer.sees('PODWATCH_POD=env');
  await viewer.sees(`PODWATCH_SOCKET=${pod.socketPath}`);
  await viewer.sees('TERM=xterm-256color');
  expect(viewer.bytes.toString()).not.toContain('outer');
});
