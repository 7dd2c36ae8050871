// `doctor` on homes that are well or damaged: what it finds, what it mends and what it leaves.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { homeInDirectory, metadataPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';
import { activeRecord, endAll, writeMetadata, writeRegistry } from '../streams/streamFixtures';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
/** Ended after each test. */
const children: ChildProcessWithoutNullStreams[] = [];

function started(program: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(program, args);
  children.push(child);
  return child;
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await endAll();
  await home.close();
});

interface Row {
  readonly level: string;
  readonly area: string;
  readonly message: string;
  readonly advice: string | null;
  readonly canBeMended: boolean;
  readonly isMended: boolean;
}

async function examined(
  args: readonly string[] = [],
  input = '',
): Promise<{ code: number | null; rows: readonly Row[] }> {
  const ran = await home.podwatch(['doctor', '--json', ...args], input);
  return { code: ran.code, rows: JSON.parse(ran.stdout) };
}

async function examinedWith(env: NodeJS.ProcessEnv): Promise<{ rows: readonly Row[] }> {
  const ran = await runProgram([process.execPath, CLI, 'doctor', '--json'], { ...home.env, ...env });
  return { rows: JSON.parse(ran.stdout) };
}

const about = (rows: readonly Row[], text: string) => rows.filter(({ message }) => message.includes(text));

/** A socket file on which nobody listens. */
async function deadSocket(file: string): Promise<void> {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const child = started(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(file)}, () => console.log())`,
  ]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function writeEntries(...entries: readonly Record<string, unknown>[]): void {
  fs.mkdirSync(home.paths.runtime, { recursive: true, mode: 0o700 });
  fs.writeFileSync(
    home.paths.registry,
    JSON.stringify({ allocations: entries.map((entry) => ({ scope_allow: [], ...entry })) }),
  );
}

describe('doctor', () => {
  it('finds nothing wrong with a home that is well, and changes nothing', async () => {
    await home.podwatch(['run', 'a', '-d', '--', 'cat']);
    const { code, rows } = await examined();
    expect(code).toBe(0);
    expect(rows.filter(({ level }) => level === 'problem')).toEqual([]);
    expect(rows.filter(({ area }) => area === 'registry' || area === 'store')).toEqual([]);
    const text = await home.podwatch(['doctor']);
    expect(text.stdout).toMatch(/^0 problems, \d+ warnings, \d+ notes\./m);
    expect(home.allocations()).toHaveLength(1);
  });

  it('names each fault of a damaged home with what to do, and mends the safe ones after a yes', async () => {
    const { paths } = home;
    await deadSocket(path.join(paths.runtime, 'left', 'sock'));
    const other = started('sleep', ['600']);
    const used = path.join(paths.runtime, 'used', 'sock');
    writeEntries(
      { pod_name: 'gone', pid: 0, socket: '/nowhere/sock', segment_id: null },
      { pod_name: 'again', pid: process.pid, socket: '/nowhere/sock', segment_id: null, start_time: '1' },
      { pod_name: 'used', pid: other.pid, socket: used, segment_id: null },
      { pod_name: 'odd', pid: 1, socket: 'relative', segment_id: null },
    );
    fs.writeFileSync(`${paths.registry}.broken-1`, '{');
    storePod(paths, { name: 'kept', updatedAt: 5, preview: 'x' }, 1);
    storePod(paths, { name: 'lost', updatedAt: 6, preview: 'y' }, 2);
    fs.rmSync(path.dirname(metadataPath(paths, 'lost')), { recursive: true });
    writeMetadata(paths, 'no-log', activeRecord('no-log'));
    fs.chmodSync(paths.data, 0o755);
    const { rows } = await examined();
    const orphan = `${fs.readdirSync(paths.sessions).sort().at(-1)}`;
    for (const [text, advice, canBeMended] of [
      ['"gone", but its process (pid 0) is gone', 'next Pod', true],
      ['"again", but its pid', 'next Pod', true],
      ['"used" claims to run', 'sleep 600', true],
      ['"odd" its socket path', 'podwatch rm odd', false],
      ['left/sock is a socket on which nobody listens', null, true],
      ['.broken-1 is a registry that made no sense', 'looked at it', false],
      [`The log ${orphan}/`, 'podwatch adopt', false],
      ['"no-log": its session log is missing', 'podwatch explain podwatch:no-log', false],
      ['Others may look into', 'chmod 700', true],
    ] as const) {
      const found = about(rows, text);
      expect([text, found.length]).toEqual([text, 1]);
      expect(found[0]).toMatchObject({ canBeMended, isMended: false });
      if (advice !== null) expect(found[0]?.advice).toContain(advice);
    }
    const before = fs.readFileSync(paths.registry, 'utf8');
    // Without an answer nothing is done.
    await examined(['--fix'], '');
    expect(fs.readFileSync(paths.registry, 'utf8')).toBe(before);
    const asked = await home.podwatch(['doctor', '--fix'], 'n\n');
    expect(asked.stderr).toContain('[y/N]');
    expect(fs.readFileSync(paths.registry, 'utf8')).toBe(before);
    const mended = await examined(['--fix', '--yes']);
    expect(mended.rows.filter(({ canBeMended, isMended }) => canBeMended && !isMended)).toEqual([]);
    expect(JSON.parse(fs.readFileSync(paths.registry, 'utf8')).allocations).toMatchObject([{ pod_name: 'odd' }]);
    expect(fs.existsSync(path.join(paths.runtime, 'left', 'sock'))).toBe(false);
    expect(fs.statSync(paths.data).mode & 0o777).toBe(0o700);
  });

  it('says what the system allows, where that is little', async () => {
    const few = ['-c', 'ulimit -n 200; exec "$0" "$@"', process.execPath, CLI, 'doctor', '--json'];
    const ran = await runProgram(['/bin/sh', ...few], home.env);
    const rows: readonly Row[] = JSON.parse(ran.stdout);
    expect(about(rows, 'may open 200 files')).toMatchObject([
      { level: 'warning', area: 'limits', advice: expect.stringContaining('ulimit -n') },
    ]);
    const { rows: without } = await examinedWith({ PATH: '/nowhere' });
    expect(about(without, 'flock is missing')).toMatchObject([{ level: 'problem', advice: 'Install util-linux.' }]);
  });

  it('says what the terminal cannot do, and that there is none', async () => {
    expect(about((await examined()).rows, 'There is no terminal here')).toHaveLength(1);
    const env = { ...home.env, LANG: 'C', COLORTERM: '', TMUX: '/tmp/tmux,1,0' };
    const terminal = startTerminal(['env', 'TERM=dumb', process.execPath, CLI, 'doctor'], { env, cols: 200, rows: 40 });
    const text = await terminal.waitForScreen(/problems?, \d+ warnings?/);
    await terminal.exit;
    await terminal.close();
    for (const said of [
      'TERM is "dumb": the dashboard cannot be shown.',
      'The locale is "C"',
      'COLORTERM does not say truecolor.',
      'In tmux, copying and notifications',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toMatch(/problem +terminal: TERM/);
  });

  it.each([
    ['TERM=xterm-kitty', false],
    ['TERM=xterm-256color', true],
  ])('asks for COLORTERM only where the terminal is not known by its name: %s', async (kind, isAsked) => {
    const argv = ['env', '-u', 'COLORTERM', kind, process.execPath, CLI, 'doctor'];
    const terminal = startTerminal(argv, { env: home.env, cols: 200, rows: 40 });
    const text = await terminal.waitForScreen(/\d+ notes?/);
    await terminal.close();
    expect(text.includes('COLORTERM')).toBe(isAsked);
  });

  it('says which agents are there, and which say nothing of what they do, until their hooks are written', async () => {
    const bin = path.join(home.directory, 'bin');
    fs.mkdirSync(bin);
    for (const name of ['claude', 'codex', 'gemini', 'opencode']) {
      fs.writeFileSync(path.join(bin, name), '#!/bin/sh\n', { mode: 0o755 });
    }
    home.env.PATH = `${bin}:${process.env.PATH}`;
    const silent = (rows: readonly Row[]) =>
      about(rows, 'does not say what it does').map(({ message }) => message.split(' ')[0]);
    const before = (await examined()).rows;
    expect(about(before, 'Installed agents:')[0]?.message).toContain('gemini');
    expect(silent(before).sort()).toEqual(['claude', 'codex', 'gemini', 'opencode']);
    expect((await home.podwatch(['hooks', 'install', 'claude', 'codex', 'gemini', 'opencode', '--yes'])).code).toBe(0);
    expect(silent((await examined()).rows)).toEqual([]);
  });

  it('says which Pods run an older build', async () => {
    await home.podwatch(['run', 'old', '-d', '--', 'cat']);
    const dist = path.join(home.directory, 'dist');
    expect(about((await examined()).rows, 'older build')).toEqual([]);
    fs.cpSync(path.dirname(CLI), dist, { recursive: true });
    const ran = await runProgram([process.execPath, path.join(dist, 'cli.js'), 'doctor', '--json'], home.env);
    expect(about(JSON.parse(ran.stdout), '"old" was started by an older build')).toMatchObject([
      { level: 'note', area: 'pods', advice: expect.stringContaining('podwatch stop old, then podwatch restore old') },
    ]);
  });

  it('names who holds the lock, and says problem by its exit code', async () => {
    writeEntries();
    const holder = spawn('flock', ['-x', home.paths.registry, 'sleep', '600'], { detached: true });
    try {
      await until(() => / FLOCK .*/.test(fs.readFileSync('/proc/locks', 'utf8')) && isLocked(home.paths.registry));
      const { code, rows } = await examined();
      expect(code).toBe(1);
      expect(about(rows, 'is locked by process')).toMatchObject([
        { level: 'problem', advice: expect.stringContaining('kill') },
      ]);
    } finally {
      if (holder.pid !== undefined) process.kill(-holder.pid, 'SIGKILL');
    }
  });

  it('says of a store in which others may write what is true: Pods start there', async () => {
    fs.mkdirSync(home.paths.runtime, { recursive: true, mode: 0o700 });
    fs.chmodSync(home.paths.data, 0o777);
    const { rows } = await examined();
    expect(about(rows, 'Others may write in')).toMatchObject([{ level: 'warning', canBeMended: true }]);
    expect(about(rows, 'refuse to start')).toEqual([]);
    expect(await home.podwatch(['run', 'a', '-d', '--', 'cat'])).toMatchObject({ code: 0 });
  });

  it('names a runtime directory in which others may write, and one that is too long for sockets', async () => {
    fs.mkdirSync(home.paths.runtime, { recursive: true });
    fs.chmodSync(home.paths.runtime, 0o777);
    const { code, rows } = await examined();
    expect(code).toBe(1);
    expect(about(rows, 'Others may write in')).toMatchObject([{ level: 'problem', canBeMended: true }]);
    home.env.PODWATCH_HOME = path.join(home.directory, 'x'.repeat(90));
    expect(about((await examined()).rows, 'no socket can be bound')).toHaveLength(1);
  });

  it('touches nothing in a home of others', async () => {
    const other = homeInDirectory(path.join(home.directory, 'other'));
    writeMetadata(other, 'x', '{');
    writeRegistry(other, [{ name: 'gone', socket: '/nowhere/sock' }]);
    fs.writeFileSync(
      other.registry,
      JSON.stringify({ allocations: [{ pod_name: 'gone', pid: 0, socket: '/nowhere/sock', scope_allow: [] }] }),
    );
    const before = fs.readFileSync(other.registry, 'utf8');
    const ran = await home.podwatch(['--home', other.data, 'doctor', '--fix', '--yes', '--json']);
    const rows: readonly Row[] = JSON.parse(ran.stdout);
    expect(about(rows, '"gone"')).toMatchObject([{ canBeMended: false }]);
    expect(about(rows, '"x": its metadata is corrupt')).toHaveLength(1);
    expect(fs.readFileSync(other.registry, 'utf8')).toBe(before);
    fs.writeFileSync(other.registry, 'no\nregistry \u001b[31m{');
    const text = (await home.podwatch(['--home', other.data, 'doctor'])).stdout;
    expect(text).toContain('Its own program has to set that right');
    // Each finding is a line of its own, and its advice one below.
    for (const line of text.trimEnd().split('\n').slice(0, -1)) {
      expect(line).toMatch(/^(?:problem|warning|note|mended) +[a-z]+: |^ +→ /);
    }
    expect(text).not.toContain('\u001b');
  });
});

function isLocked(file: string): boolean {
  return fs.readFileSync('/proc/locks', 'utf8').includes(`:${fs.statSync(file).ino} `);
}
