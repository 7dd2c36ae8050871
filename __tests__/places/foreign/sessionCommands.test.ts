// What is done with sessions of agent CLIs by command: listed, restored in new Pods, never with a second writer.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { processFacts } from '../../../src/places/foreign/processFacts';
import { CLI, type TempHome } from '../../fixtures/tempHome';
import { startTerminal } from '../../fixtures/terminalDriver';
import { until } from '../../fixtures/until';
import { SessionHome } from './sessionHome';

let sessions: SessionHome;
let home: TempHome;
let project: string;
beforeEach(() => {
  sessions = new SessionHome();
  ({ home, project } = sessions);
});
afterEach(() => home.close());

const write = (name: string, lines: readonly object[]) => sessions.write(name, lines);
const addClaude = (id: string, prompt: string, cwd?: string) => sessions.addClaude(id, prompt, cwd);
const rows = (...args: readonly string[]) => sessions.rows(...args);
const argvOf = (tool: string) => sessions.argvOf(tool);

test('plain ls has Pods only, --sessions the sessions, --everything both; a row says all that scripts need', async () => {
  addClaude('aaaaaaaa-1', 'Add a greeting');
  expect((await home.podwatch(['run', 'shell', '-d', '--', 'cat'])).code).toBe(0);
  expect((await rows()).map(({ name, tool }) => [name, tool])).toEqual([['shell', null]]);
  expect((await rows('--everything')).map(({ name }) => name)).toEqual(['shell', 'claude:aaaaaaaa-1']);
  expect(await rows('--sessions')).toMatchObject([
    {
      name: 'claude:aaaaaaaa-1',
      tool: 'claude',
      sessionId: 'aaaaaaaa-1',
      segmentId: null,
      state: 'stopped',
      title: 'Add a greeting',
      preview: 'Add a greeting',
      directory: project,
      branch: 'main',
      updatedAt: Date.parse('2026-11-26T12:00:00Z'),
      liveElsewhere: null,
      restoreCommand: ['claude', '--resume', 'aaaaaaaa-1'],
      actions: { canOpen: true, canAttach: false, canRestore: true, disabledReason: null },
    },
  ]);
});

test('--tool and --here narrow it; a tool that nobody knows is wrong usage', async () => {
  addClaude('aaaaaaaa-1', 'Here');
  addClaude('bbbbbbbb-2', 'There', '/');
  write('.pi/agent/sessions/--p--/2026_cccccccc-3.jsonl', [
    { type: 'session', id: 'x', cwd: project, timestamp: '2026-11-26T11:00:00Z' },
    { type: 'message', timestamp: '2026-11-26T11:00:00Z', message: { role: 'user', content: 'Pi' } },
  ]);
  fs.symlinkSync(project, path.join(home.directory, 'link'));
  expect((await rows('--tool', 'pi')).map(({ title }) => title)).toEqual(['Pi']);
  const here = await home.podwatch(['ls', '--sessions', '--here', '--json']);
  expect(JSON.parse(here.stdout)).toEqual([]);
  expect(await home.podwatch(['ls', '--tool', 'nobody'])).toMatchObject({ code: 2 });
});

test('restore runs the tool’s own command in the recorded directory, under a name that can be typed', async () => {
  addClaude('aaaaaaaa-1', 'Add a “greeting” to the read-me; please');
  const ran = await home.podwatch(['restore', 'claude:aaaa', '-d']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('add-a-greeting-to-the-read-me-please');
  expect(await argvOf('claude')).toEqual([project, '--resume', 'aaaaaaaa-1']);
  expect(home.allocations().map(({ pod_name }) => pod_name)).toEqual(['add-a-greeting-to-the-read-me-please']);
});

test('restored again, or by several at once, it is one Pod, and one row of everything', async () => {
  addClaude('aaaaaaaa-1', 'Greeting');
  const ran = await Promise.all([1, 2, 3].map(() => home.podwatch(['restore', 'claude:aaaaaaaa-1', '-d'])));
  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual([1, 2, 3].map(() => [0, '']));
  expect(home.allocations().map(({ pod_name }) => pod_name)).toEqual(['greeting']);
  expect((await rows('--everything')).map(({ name }) => name)).toEqual(['greeting']);
  expect(await rows('--sessions')).toMatchObject([
    { diagnostics: [{ kind: 'held-by-pod', message: 'the Pod "greeting" holds it' }] },
  ]);
});

test('another session of the same title gets a name of its own', async () => {
  addClaude('aaaaaaaa-1', 'Greeting');
  addClaude('bbbbbbbb-2', 'Greeting');
  for (const id of ['a', 'b']) expect((await home.podwatch(['restore', `claude:${id}`, '-d'])).code).toBe(0);
  expect(
    home
      .allocations()
      .map(({ pod_name }) => pod_name)
      .sort(),
  ).toEqual(['greeting', 'greeting-2']);
});

test('Gemini is resumed by its file, never by its id', async () => {
  const id = '2d94314a-586e-4aec-b37e-831d36e9c77d';
  const file = write('.gemini/tmp/p/chats/session-2026-11-26T12-27-2d94314a.jsonl', [
    { sessionId: id, kind: 'main', startTime: '2026-11-26T12:27:49Z' },
    { id: '1', timestamp: '2026-11-26T12:27:50Z', type: 'user', content: [{ text: 'Hello' }] },
  ]);
  fs.writeFileSync(path.join(path.dirname(path.dirname(file)), '.project_root'), project);
  expect((await home.podwatch(['restore', 'gemini:2d94', '-d'])).code).toBe(0);
  expect(await argvOf('gemini')).toEqual([project, '--session-file', file]);
});

test('a directory that is gone is said, and another one can be given', async () => {
  addClaude('aaaaaaaa-1', 'Gone', '/nowhere/at/all');
  const refused = await home.podwatch(['restore', 'claude:aaaa', '-d']);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('/nowhere/at/all does not exist. Restore it in another: podwatch restore');
  expect((await home.podwatch(['restore', 'claude:aaaa', '-d', '--cwd', project])).code).toBe(0);
  expect((await argvOf('claude'))[0]).toBe(project);
});

test('a tool that looks for a session only where it was begun is not sent elsewhere: its directory is to be made', async () => {
  const line = {
    type: 'user',
    provenance: 'real_user',
    cwd: `${project}/gone it is`,
    timestamp: '2026-11-26T12:00:00Z',
  };
  write('.qwen/projects/-p/chats/aaaaaaaa-1.jsonl', [{ ...line, message: { parts: [{ text: 'Gone' }] } }]);
  fs.copyFileSync(path.join(home.directory, 'bin', 'claude'), path.join(home.directory, 'bin', 'qwen'));
  const other = await home.podwatch(['restore', 'qwen:aaaa', '-d', '--cwd', project]);
  expect(other.code).toBe(4);
  expect(other.stderr).toContain(
    `gone it is does not exist, and Qwen Code finds it only there. Make that directory first: mkdir -p '${project}/gone it is'`,
  );
  fs.mkdirSync(`${project}/gone it is`);
  expect((await home.podwatch(['restore', 'qwen:aaaa', '-d'])).code).toBe(0);
  expect(await argvOf('qwen')).toEqual([`${project}/gone it is`, '--resume', 'aaaaaaaa-1']);
});

test('a tool that is not installed is named with its package, a directory that is no directory by its path', async () => {
  addClaude('aaaaaaaa-1', 'Add');
  const nowhere = await home.podwatch(['restore', 'claude:aaaa', '-d', '--cwd', '/no where']);
  expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  expect(nowhere.stderr).toContain('/no where');
  fs.rmSync(path.join(home.directory, 'bin', 'claude'));
  const missing = await home.podwatch(['restore', 'claude:aaaa', '-d'], '');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('claude is not installed: Claude Code comes with @anthropic-ai/claude-code (npm).');
});

test('a session that runs elsewhere gets no second writer, and can be restored when it has ended', async () => {
  addClaude('aaaaaaaa-1', 'Busy');
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  const procStart = processFacts(child.pid ?? 0)?.startTicks;
  write(`.claude/sessions/${child.pid}.json`, [{ pid: child.pid, sessionId: 'aaaaaaaa-1', procStart, status: 'busy' }]);
  expect(await rows('--sessions')).toMatchObject([
    { liveElsewhere: { pid: child.pid, status: 'busy' }, actions: { canRestore: false, canOpen: false } },
  ]);
  const refused = await home.podwatch(['restore', 'claude:aaaa', '-d', '--cwd', project]);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain(`runs in process ${child.pid}`);
  expect(home.allocations()).toEqual([]);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect((await home.podwatch(['restore', 'claude:aaaa', '-d'])).code).toBe(0);
});

/** A Pod whose program says that it has this session open. */
async function runWithin(podName: string, sessionId: string): Promise<void> {
  const note = `{"pid":%d,"sessionId":"${sessionId}","procStart":"%s","status":"idle"}`;
  const script = `echo IN HERE; mkdir -p ~/.claude/sessions; set -- $$ $(cut -d" " -f22 /proc/$$/stat); printf '${note}' $1 $2 > ~/.claude/sessions/$1.json; exec cat`;
  expect((await home.podwatch(['run', podName, '-d', '--', 'sh', '-c', script])).code).toBe(0);
  await until(async () => (await rows('--sessions'))[0]?.liveElsewhere !== null);
}

test('a stopped Pod of a session that runs elsewhere is not started as its second writer', async () => {
  addClaude('aaaaaaaa-1', 'Busy');
  expect((await home.podwatch(['restore', 'claude:aaaa', '-d'])).code).toBe(0);
  expect((await home.podwatch(['stop', 'busy'])).code).toBe(0);
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  const procStart = processFacts(child.pid ?? 0)?.startTicks;
  write(`.claude/sessions/${child.pid}.json`, [{ pid: child.pid, sessionId: 'aaaaaaaa-1', procStart, status: 'busy' }]);
  const refused = await home.podwatch(['restore', 'claude:aaaa', '-d']);
  child.kill('SIGKILL');
  expect(refused.stderr).toMatch(/runs in process \d+.* since \d\d:\d\d\. Two writers would damage it\./);
  expect(refused.code).toBe(4);
  expect(home.allocations()).toEqual([]);
});

test('in the dashboard Enter says where a session runs, goes to the Pod in which it does, and restores it afterwards', async () => {
  addClaude('aaaaaaaa-1', 'Roaming');
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  const procStart = processFacts(child.pid ?? 0)?.startTicks;
  write(`.claude/sessions/${child.pid}.json`, [{ pid: child.pid, sessionId: 'aaaaaaaa-1', procStart, status: 'busy' }]);
  const shown = startTerminal([process.execPath, CLI, '-r'], { env: home.env, cwd: home.directory });
  try {
    await shown.waitForScreen(/No Pods yet/);
    shown.send('A');
    await shown.waitForScreen(/> claude:aaaaaaaa +\[live elsewhere\][\s\S]*Enter where/);
    shown.send('\r');
    await shown.waitForScreen(new RegExp(`claude:aaaaaaaa: it runs in process ${child.pid}`));
    expect(home.allocations()).toEqual([]);
    child.kill('SIGKILL');
    await shown.waitForScreen(/> claude:aaaaaaaa +\[stopped\/restorable\]/);
    shown.send('g');
    await shown.waitForScreen(/Enter restore/);
    await runWithin('mine', 'aaaaaaaa-1');
    // One row for both; of sessions alone it says which Pod has it.
    await shown.waitForScreen((screen) => screen.includes('mine') && !screen.includes('claude:aaaaaaaa'));
    shown.send('A');
    await shown.waitForScreen(/> claude:aaaaaaaa +\[live in a Pod\][\s\S]*the Pod "mine"[\s\S]*Enter open/);
    shown.send('\r');
    await shown.waitForScreen((screen) => screen.includes('IN HERE') && !screen.includes('claude:aaaaaaaa'));
    expect(home.allocations().map(({ pod_name }) => pod_name)).toEqual(['mine']);
    shown.send('\x1c');
    await shown.exit;
  } finally {
    await shown.close();
  }
});

test('a session that runs within a Pod of ours is that Pod', async () => {
  addClaude('aaaaaaaa-1', 'Within');
  await runWithin('mine', 'aaaaaaaa-1');
  const ran = await home.podwatch(['restore', 'claude:aaaa', '-d']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('mine');
  expect(home.allocations()).toHaveLength(1);
});
