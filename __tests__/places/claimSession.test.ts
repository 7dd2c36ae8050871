// A stopped Pod whose session runs elsewhere is not started as its second writer, whatever names the session and whoever has it.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { FOREIGN_TOOLS } from '../../src/places/foreign/foreignTools';
import { processFacts } from '../../src/places/foreign/processFacts';
import { mayHoldSession } from '../../src/places/mayHoldSession';
import { readMetadata } from '../../src/store/metadataFile';
import { pathWithout } from '../fixtures/pathWithout';
import { scriptedAgent } from '../fixtures/scriptedAgent';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

const ID = 'aaaaaaaa-1';

let home: TempHome;
let project: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  home = makeTempHome();
  project = path.join(home.directory, 'project');
  const bin = path.join(home.directory, 'bin');
  for (const directory of [project, bin]) fs.mkdirSync(directory);
  for (const tool of ['claude', 'codex', 'gemini'])
    fs.writeFileSync(path.join(bin, tool), '#!/bin/sh\nexec cat\n', { mode: 0o755 });
  home.env.PATH = `${bin}:${pathWithout(['dtach'], home.directory)}`;
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await home.close();
});

function write(name: string, content: object): void {
  const file = path.join(home.env.HOME ?? '', name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(content)}\n`);
}

function addSession(): void {
  const line = { type: 'user', cwd: project, timestamp: '2026-11-26T12:00:00Z', message: { content: 'Greeting' } };
  write(`.claude/projects/-p/${ID}.jsonl`, line);
}

/** A process of somebody else's that has the session open. */
function openElsewhere(sessionId = ID): ChildProcess {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  children.push(child);
  const claim = { pid: child.pid, sessionId, procStart: processFacts(child.pid ?? 0)?.startTicks, status: 'busy' };
  write(`.claude/sessions/${child.pid}.json`, claim);
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function stoppedPod(name: string, ...command: readonly string[]): Promise<void> {
  expect(await home.podwatch(['run', name, '-d', '--', ...command])).toMatchObject({ code: 0, stderr: '' });
  expect(await home.podwatch(['stop', name])).toMatchObject({ code: 0 });
}

const restored = (name: string, ...more: readonly string[]) => home.podwatch(['restore', name, '-d', ...more]);
const live = () => home.allocations().map(({ pod_name }) => pod_name);

test.each([
  ['the tool’s own command', ['claude', '--resume', ID]],
  ['an option with its value', ['claude', `--resume=${ID}`]],
  ['a shell in between', ['sh', '-c', `exec claude --verbose --resume ${ID}`]],
])('refused while a process has the session, restored when it has ended: %s', async (_, command) => {
  await stoppedPod('old', ...command);
  const child = openElsewhere();
  const refused = await restored('old');
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('The Pod "old" cannot be restored now. ');
  expect(refused.stderr).toMatch(
    new RegExp(`The session runs in process ${child.pid}.* since \\d\\d:\\d\\d\\. Two writers would damage it\\.`),
  );
  expect(live()).toEqual([]);
  await ended(child);
  expect(await restored('old')).toMatchObject({ code: 0, stderr: '' });
});

test('what names no session that runs is restored: another one, a fork, another command, a second window of Codex', async () => {
  await stoppedPod('other', 'claude', '--resume', 'bbbbbbbb-2');
  await stoppedPod('fork', 'claude', '--resume', ID, '--fork-session');
  await stoppedPod('shell', 'claude', '--resume', ID);
  await stoppedPod('window', 'codex', 'resume', 'cccccccc-3');
  expect((await home.podwatch(['run', 'first', '-d', '--', 'codex', 'resume', 'cccccccc-3'])).code).toBe(0);
  openElsewhere();
  for (const words of [['other'], ['fork'], ['shell', '--', 'cat'], ['window']] as const) {
    const [name, ...more] = words;
    expect(await restored(name, ...more)).toMatchObject({ code: 0, stderr: '' });
  }
});

test('the Pod in which it runs is named: by its process, or, where its tool tells nothing, by its command', async () => {
  await stoppedPod('old', 'claude', '--resume', ID);
  const note = `{"pid":%d,"sessionId":"${ID}","procStart":"%s"}`;
  const script = `mkdir -p ~/.claude/sessions; set -- $$ $(cut -d" " -f22 /proc/$$/stat); printf '${note}' $1 $2 > ~/.claude/sessions/$1.json; exec cat`;
  expect((await home.podwatch(['run', 'mine', '-d', '--', 'sh', '-c', script])).code).toBe(0);
  const claims = path.join(home.env.HOME ?? '', '.claude/sessions');
  await until(() =>
    fs.readdirSync(claims).some((file) => fs.readFileSync(path.join(claims, file), 'utf8').endsWith('}')),
  );
  const refused = await restored('old');
  expect(refused.code).toBe(4);
  expect(refused.stderr).toMatch(/The session runs in process \d+ in the Pod "mine"\. .*podwatch attach mine/);

  const command = ['gemini', '--session-file', '/chats/session-2026-11-26T12-27-2d94314a.jsonl'];
  await stoppedPod('twin', ...command);
  expect((await home.podwatch(['run', 'talk', '-d', '--', ...command])).code).toBe(0);
  expect(await restored('twin')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('The session runs in the Pod "talk". Two writers would damage it.'),
  });
  expect(live().sort()).toEqual(['mine', 'talk']);
});

test('two Pods of one session, restored at the same time: one of them runs, the other one says which', async () => {
  const command = ['gemini', '--session-file', '/chats/session-2026-11-26T12-27-2d94314a.jsonl'];
  for (const name of ['one', 'two']) await stoppedPod(name, ...command);
  const ran = await Promise.all(['one', 'two'].map((name) => restored(name)));
  expect(ran.map(({ code }) => code).sort()).toEqual([0, 4]);
  expect(live()).toHaveLength(1);
  expect(ran.map(({ stderr }) => stderr).join('')).toContain(`The session runs in the Pod "${live()[0]}".`);
});

test('what its own killed process has left running is no other writer: it is ended', async () => {
  const note = `{"pid":%d,"sessionId":"${ID}","procStart":"%s"}`;
  const script = `trap "" HUP; echo begun; mkdir -p ~/.claude/sessions; set -- $$ $(cut -d" " -f22 /proc/$$/stat); printf '${note}' $1 $2 > ~/.claude/sessions/$1.json; : ${ID}; while :; do sleep 600; done`;
  expect((await home.podwatch(['run', 'killed', '-d', '--', 'sh', '-c', script])).code).toBe(0);
  const claims = path.join(home.env.HOME ?? '', '.claude/sessions');
  await until(() =>
    fs.readdirSync(claims).some((file) => fs.readFileSync(path.join(claims, file), 'utf8').endsWith('}')),
  );
  // With its first activity it can be restored.
  await until(() => {
    const record = readMetadata(home.paths, 'killed');
    return record?.ok === true && record.value.active?.segmentId != null;
  });
  const [pid = 0] = home.allocations().map((allocation) => allocation.pid);
  process.kill(pid, 'SIGKILL');
  await until(() => processFacts(pid) === null);
  expect(await restored('killed')).toMatchObject({ code: 0, stderr: '' });
});

describe('agents', () => {
  beforeEach(() => {
    home.env.PODWATCH_CONFIG = path.join(home.directory, 'config.json');
    const agents = { claude: scriptedAgent('--state', path.join(home.directory, 'state.json')) };
    fs.writeFileSync(home.env.PODWATCH_CONFIG, JSON.stringify({ agents, sessions: { as: { claude: 'agent' } } }));
  });

  /** The session that its log alone names. */
  async function sessionOf(name: string): Promise<string> {
    const entries = (await home.podwatch(['logs', name, '--json'])).stdout.trim().split('\n');
    const facts = entries.map((entry) => JSON.parse(entry)).filter(({ domain }) => domain === 'podwatch.agent');
    return facts.at(-1)?.payload.acp_session_id;
  }

  test('an agent’s session that runs elsewhere is not loaded, and one that it has is not opened beside it', async () => {
    expect((await home.podwatch(['run', 'agent', '-d', '--agent', 'claude'])).code).toBe(0);
    expect((await home.podwatch(['send', 'agent', '--wait', 'hello'])).code).toBe(0);
    const id = await sessionOf('agent');
    expect((await home.podwatch(['stop', 'agent'])).code).toBe(0);
    await stoppedPod('terminal', 'claude', '--resume', id);
    expect(await restored('agent')).toMatchObject({ code: 0 });
    expect((await restored('terminal')).stderr).toContain('The session runs in the Pod "agent".');
    const line = { type: 'user', cwd: project, timestamp: '2026-11-26T12:00:00Z', message: { content: 'Greeting' } };
    write(`.claude/projects/-p/${id}.jsonl`, line);
    const row = await restored(`claude:${id}`);
    expect(row).toMatchObject({ code: 0, stderr: '' });
    expect(row.stdout).toContain('agent');
    expect(live()).toEqual(['agent']);

    expect((await home.podwatch(['stop', 'agent'])).code).toBe(0);
    const child = openElsewhere(id);
    expect((await restored('agent')).stderr).toContain(`The session runs in process ${child.pid}`);
    await ended(child);
    expect(await restored('agent')).toMatchObject({ code: 0 });
  });

  test('a Pod that was made of a session as an agent stands for it', async () => {
    addSession();
    const messages = [{ role: 'user', text: 'Greeting' }];
    fs.writeFileSync(path.join(home.directory, 'state.json'), JSON.stringify({ [ID]: { messages } }));
    expect((await restored('claude:aaaa')).code).toBe(0);
    expect((await home.podwatch(['stop', 'greeting'])).code).toBe(0);
    const child = openElsewhere();
    expect((await restored('greeting')).stderr).toContain(`The session runs in process ${child.pid}`);
    expect(live()).toEqual([]);
  });
});

test('a new Pod is no second writer either, and a command that only names the session is none', async () => {
  const child = openElsewhere();
  const refused = await home.podwatch(['run', 'new', '-d', '--', 'claude', `--resume=${ID}`]);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('The Pod "new" cannot be started now. ');
  expect(refused.stderr).toContain(`The session runs in process ${child.pid}`);
  expect(live()).toEqual([]);
  expect(await home.podwatch(['run', 'fork', '-d', '--', 'claude', '--resume', ID, '--fork-session'])).toMatchObject({
    code: 0,
  });
  expect(await home.podwatch(['run', 'names', '-d', '--', 'tail', '-f', `/dev/null`, ID])).toMatchObject({ code: 0 });
  await ended(child);
  expect(await home.podwatch(['run', 'new', '-d', '--', 'claude', '--resume', ID])).toMatchObject({ code: 0 });
  const second = await home.podwatch(['run', 'second', '-d', '--', 'claude', '--resume', ID]);
  expect(second.stderr).toContain('The session runs in the Pod "new".');
});

describe('a command that goes on with the newest session of its directory', () => {
  const begin = (name: string, ...words: readonly string[]) =>
    home.podwatch(['run', name, '-d', '--cwd', project, '--', 'claude', ...words]);

  function addOther(id: string, cwd: string, time: string): void {
    write(`.claude/projects/-p/${id}.jsonl`, { type: 'user', cwd, timestamp: time, message: { content: 'Other' } });
  }

  test('is refused while that one runs elsewhere, as a new Pod and as one that is restored', async () => {
    await stoppedPod('old', 'claude');
    addSession();
    addOther('cccccccc-3', home.directory, '2026-11-26T13:00:00Z');
    const child = openElsewhere();
    for (const word of ['--continue', '-c']) {
      const refused = await begin('new', '--verbose', word);
      expect(refused.code).toBe(4);
      expect(refused.stderr).toContain('The Pod "new" cannot be started now. ');
      expect(refused.stderr).toContain(`The session runs in process ${child.pid}`);
    }
    const refused = await restored('old', '--cwd', project, '--', 'claude', '-c');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(`cannot be restored now. The session runs in process ${child.pid}`);
    expect(live()).toEqual([]);
    await ended(child);
    expect(await begin('new', '--continue')).toMatchObject({ code: 0, stderr: '' });
  });

  test('is started where an older one of the directory runs, one of another directory, or where it forks', async () => {
    addSession();
    addOther('bbbbbbbb-2', project, '2026-11-26T12:30:00Z');
    addOther('cccccccc-3', home.directory, '2026-11-26T13:00:00Z');
    for (const id of [ID, 'cccccccc-3']) openElsewhere(id);
    expect(await begin('newest', '-c')).toMatchObject({ code: 0, stderr: '' });
    openElsewhere('bbbbbbbb-2');
    expect(await begin('fork', '-c', '--fork-session')).toMatchObject({ code: 0, stderr: '' });
    expect(await home.podwatch(['run', 'shell', '-d', '--cwd', project, '--', 'sh', '-c', 'cat'])).toMatchObject({
      code: 0,
    });
  });

  test('is started once, though the first one has told its tool’s list nothing yet', async () => {
    addSession();
    expect(await begin('one', '-c')).toMatchObject({ code: 0, stderr: '' });
    expect(await begin('two', '--continue')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('The session runs in the Pod "one". Two writers would damage it.'),
    });
    // Something newer stands there since, which does not run.
    addOther('bbbbbbbb-2', project, new Date(Date.now() + 1000).toISOString());
    await until(async () => (await begin('two', '-c')).code === 0);
  });
});

test('a plain shell or server is never looked at; what a session may be called is', () => {
  const pod = (...argv: readonly string[]) => ({ kind: 'terminal' as const, argv });
  expect(
    [
      ['bash', '-c', 'make'],
      ['npm', 'run', 'dev'],
      ['node', 'server.js', '--port', '8080'],
    ].map((argv) => mayHoldSession(pod(...argv))),
  ).toEqual([false, false, false]);
  expect(mayHoldSession(pod('claude', '--resume', ID))).toBe(true);
  expect(mayHoldSession({ ...pod('bash'), session: `claude:${ID}` })).toBe(true);
  expect(mayHoldSession({ kind: 'agent', argv: ['agent'] })).toBe(true);
  for (const { resumeCommand, continueWords = [] } of FOREIGN_TOOLS) {
    for (const word of continueWords) expect(mayHoldSession(pod(resumeCommand[0] ?? '', word))).toBe(true);
  }
});
