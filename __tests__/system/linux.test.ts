// Linux by its /proc: of a process of ours and its children, stopped, ended, and with the oddest name.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { linux, parseProcStat } from '../../src/system/linux';
import { until } from '../fixtures/until';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(argv: readonly [string, ...string[]], options: object = {}): number {
  const [program, ...args] = argv;
  const child = spawn(program, args, { stdio: 'ignore', ...options });
  children.push(child);
  if (child.pid === undefined) throw new Error(`${program} does not start`);
  return child.pid;
}

it('reads what stands behind a name with brackets and blanks', () => {
  const text = '7 (a) (b) S 1 7 7 34820 9 4194304 0 0 0 0 150 50 0 0 20 0 1 0 1234 99 25 18446744073709551615\n';
  expect(parseProcStat(text)).toEqual({
    pid: 7,
    parent: 1,
    group: 7,
    session: 7,
    terminal: '/dev/pts/4',
    terminalGroup: 9,
    state: 'running',
    startTime: '1234',
    name: 'a) (b',
    cpuSeconds: 2,
    memory: 25 * 4096,
  });
  for (const broken of ['', '7', '7 (a) S 1', ')', '(']) expect(parseProcStat(broken)).toBeNull();
  expect(parseProcStat(text.replace(' S ', ' Z '))?.state).toBe('ended');
  expect(parseProcStat(text.replace('4194304', '4194308'))?.state).toBe('ending');
});

it('tells of a child what we know of it', async () => {
  const directory = fs.realpathSync(fs.mkdtempSync('/tmp/pws-'));
  try {
    const pid = start(['sleep', '600'], { cwd: directory, env: { PATH: process.env.PATH, MARK: 'a b' } });
    await until(() => linux.commandLine(pid)?.[0] === 'sleep');
    expect(linux.commandLine(pid)).toEqual(['sleep', '600']);
    expect(linux.workingDirectory(pid)).toBe(directory);
    expect([linux.startedWith(pid, 'MARK', 'a b'), linux.startedWith(pid, 'MARK', 'a')]).toEqual([true, false]);
    const stat = linux.processStat(pid);
    expect(stat).toMatchObject({ pid, parent: process.pid, name: 'sleep', state: 'running' });
    // The clock may have been set since the boot; the start of our own process is measured alike.
    const own = linux.startedAt(linux.processStat(process.pid)?.startTime ?? '');
    expect(linux.startedAt(stat?.startTime ?? '')).toBeGreaterThanOrEqual(own ?? Number.NaN);
    expect(linux.processTable().map((each) => each.pid)).toEqual(expect.arrayContaining([pid, process.pid]));
    process.kill(pid, 'SIGSTOP');
    await until(() => linux.processStat(pid)?.state === 'stopped');
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});

it('knows who listens on a socket, and nothing of a process that is not there', async () => {
  const directory = fs.mkdtempSync('/tmp/pws-');
  const file = path.join(directory, 'sock');
  const server = net.createServer().listen(file);
  try {
    await until(() => linux.listensOn(process.pid, file));
    expect(linux.listensOn(process.pid, directory)).toBe(false);
    expect(linux.listensOn(1, file)).toBe(false);
    for (const nobody of [0, -1, 2 ** 30, Number.NaN]) {
      const known = [linux.processStat(nobody), linux.commandLine(nobody), linux.workingDirectory(nobody)];
      expect(known).toEqual([null, null, null]);
    }
  } finally {
    await new Promise((resolve) => server.close(resolve));
    fs.rmSync(directory, { recursive: true });
  }
});

it('takes nothing that Node has opened for an inherited descriptor', () => {
  const own = fs.openSync('/dev/null', 'r');
  try {
    expect(linux.inheritedDescriptors()).not.toContain(own);
  } finally {
    fs.closeSync(own);
  }
});

it('tells limits, the file of a program, and what we were started with', () => {
  const limit = linux.openFilesLimit(process.pid);
  expect(String(limit?.soft)).toBe(
    execFileSync('sh', ['-c', 'ulimit -Sn']).toString().trim().replace('unlimited', 'null'),
  );
  expect(linux.openFilesLimit(0)).toBeNull();
  expect(linux.programFile(process.pid)).toBe(fs.realpathSync(process.execPath));
  expect(linux.programFile(0)).toBeNull();
  expect(linux.watchLimits()?.files).toBeGreaterThan(0);
  const start = linux.startBytes();
  expect(start?.argv[0]?.toString()).toBe(process.argv0);
  expect(start?.directory.toString()).toBe(process.cwd());
  expect(start?.environment.some((variable) => variable.toString().startsWith('PATH='))).toBe(true);
});

it('tells who holds a lock on a file, and nobody who waits for it', async () => {
  const directory = fs.mkdtempSync('/tmp/pw-lock-');
  const file = path.join(directory, 'locked');
  fs.writeFileSync(file, '');
  expect(linux.lockHolders()(file)).toBeNull();
  const holder = start(['flock', '-o', file, 'sleep', '600'], { detached: true });
  await until(() => linux.lockHolders()(file) !== null);
  const waiter = start(['flock', '-o', file, 'sleep', '600'], { detached: true });
  await until(() => linux.processStat(waiter) !== null);
  expect(linux.lockHolders()(file)).toBe(holder);
  expect(linux.lockHolders()(path.join(directory, 'none'))).toBeNull();
  for (const pid of [holder, waiter]) process.kill(-pid, 'SIGKILL');
  fs.rmSync(directory, { recursive: true });
});
