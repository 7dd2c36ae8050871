// The commands without a terminal, on real Pods: what they print, their exit codes, and what they refuse.
import fs from 'node:fs';
import path from 'node:path';
import { metadataPath, podRuntimeDir, podSocketPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const done = { code: 0, stderr: '' };
const refused = (code: number, text: string) => ({ code, stdout: '', stderr: expect.stringContaining(text) });

async function list(args: readonly string[] = []): Promise<{ name: string; state: string; status: string }[]> {
  const ran = await home.podwatch([...args, ...(args.includes('ls') ? [] : ['ls']), '--json']);
  expect(ran).toMatchObject(done);
  return JSON.parse(ran.stdout);
}

async function stateOf(name: string): Promise<string | undefined> {
  return (await list()).find((entry) => entry.name === name)?.state;
}

it('of several runs with one name at the same moment one starts it, the others are told that it is live', async () => {
  const runs = await Promise.all(Array.from({ length: 4 }, () => home.podwatch(['run', 'twin', '-d', '--', 'cat'])));
  expect(runs.map(({ code }) => code).sort()).toEqual([0, 4, 4, 4]);
  for (const { code, stderr } of runs) if (code === 4) expect(stderr).toMatch(/^podwatch: A Pod .*"twin" is live/);
  expect(home.allocations()).toHaveLength(1);
});

it('says the same of an attach whether or not its command line needs the parser', async () => {
  const plain = await home.podwatch(['attach', 'nobody']);
  expect(plain).toEqual(refused(3, 'nobody'));
  expect(await home.podwatch(['attach', 'nobody', '--read-only'])).toEqual(plain);
  expect(await home.podwatch(['attach', '--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('[name]'),
  });
  home.env.PODWATCH_CONFIG = path.join(home.directory, 'config.json');
  fs.writeFileSync(home.env.PODWATCH_CONFIG, '{');
  expect(await home.podwatch(['attach', 'nobody'])).toEqual(refused(3, 'config.json'));
});

it('run, send, logs, stop, logs, restore, rm: a whole life', async () => {
  expect(await home.podwatch(['run', 'demo', '-d', '--', '/bin/sh'])).toMatchObject(done);
  expect(await list()).toMatchObject([
    { name: 'demo', state: 'live', actions: { canAttach: true, canRestore: false } },
  ]);
  expect(await home.podwatch(['send', 'demo', 'echo early $((40+2))'])).toMatchObject(done);
  await until(async () => /^early 42$/m.test((await home.podwatch(['logs', 'demo'])).stdout));
  expect(await home.podwatch(['send', 'demo', '-'], 'echo piped\n')).toMatchObject(done);
  expect(await home.podwatch(['send', 'demo', ' '])).toMatchObject(refused(2, 'nothing to send'));
  await until(async () => /^piped$/m.test((await home.podwatch(['logs', 'demo'])).stdout));
  expect(await home.podwatch(['rm', 'demo'])).toMatchObject(refused(4, 'it is live: stop it first'));

  expect(await home.podwatch(['stop', 'demo'])).toMatchObject(done);
  expect(home.allocations()).toEqual([]);
  expect(fs.existsSync(podSocketPath(home.paths, 'demo'))).toBe(false);
  expect(await list()).toMatchObject([{ name: 'demo', state: 'stopped', actions: { canRestore: true } }]);
  const logs = await home.podwatch(['logs', 'demo']);
  expect(logs.stdout).toMatch(/^early 42$/m);
  expect(logs.stdout).toMatch(/^\[stopped by SIGHUP\]$/m);
  expect(logs.stdout).not.toContain('\x1b');
  expect(await home.podwatch(['stop', 'demo'])).toMatchObject(refused(4, 'it is not running'));
  expect(await home.podwatch(['send', 'demo', 'x'])).toMatchObject(refused(4, 'restore it first'));
  expect(await home.podwatch(['attach', 'demo'])).toMatchObject(refused(4, 'restore it first'));

  expect(await home.podwatch(['restore', 'demo'])).toMatchObject(done);
  expect(await stateOf('demo')).toBe('live');
  expect(await home.podwatch(['restore', 'demo'])).toMatchObject(refused(4, 'attach to it instead'));
  expect(await home.podwatch(['stop', 'demo'])).toMatchObject(done);
  expect(await home.podwatch(['rm', 'demo'])).toMatchObject(done);
  expect(await list()).toEqual([]);
  expect(fs.readdirSync(home.paths.pods)).toEqual([]);
  expect(fs.readdirSync(home.paths.sessions)).toEqual([]);
  expect(fs.existsSync(podRuntimeDir(home.paths, 'demo'))).toBe(false);
});

describe('run', () => {
  it('says why a command cannot be started, and leaves nothing', async () => {
    expect(await home.podwatch(['run', 'demo', '-d', '--', 'no-such-command'])).toMatchObject(
      refused(1, 'no-such-command'),
    );
    expect(await home.podwatch(['run', 'demo', '-d', '--cwd', '/no/such'])).toMatchObject(refused(1, '/no/such'));
    expect(await list()).toEqual([]);
    expect(home.allocations()).toEqual([]);
  });

  it('starts the command in --cwd, with its arguments as they are, never through a shell', async () => {
    const script = 'pwd; for a in "$@"; do echo "<$a>"; done; sleep 60';
    const args = ['$(id)', '`id`;', 'a  b', '--', '-x', '日本'];
    expect(
      await home.podwatch(['run', 'demo', '-d', '--cwd', '/usr', '--', '/bin/sh', '-c', script, 'sh', ...args]),
    ).toMatchObject(done);
    const screen = await until(async () => {
      const { stdout } = await home.podwatch(['logs', 'demo']);
      return stdout.includes('日本') ? stdout : '';
    });
    expect(screen.split('\n').slice(0, 7)).toEqual(['/usr', ...args.map((arg) => `<${arg}>`)]);
  });

  it('never takes over a name: neither of a live Pod nor of a record; a pending leftover is free', async () => {
    storePod(home.paths, { name: 'old', updatedAt: 1, preview: 'x' }, 1);
    const before = fs.readFileSync(metadataPath(home.paths, 'old'), 'utf8');
    expect(await home.podwatch(['run', 'old', '-d'])).toMatchObject(refused(4, 'podwatch restore old'));
    expect(fs.readFileSync(metadataPath(home.paths, 'old'), 'utf8')).toBe(before);

    expect(await home.podwatch(['run', 'demo', '-d'])).toMatchObject(done);
    expect(await home.podwatch(['run', 'demo', '-d'])).toMatchObject(refused(4, 'podwatch attach demo'));

    fs.mkdirSync(path.dirname(metadataPath(home.paths, 'pending')), { recursive: true });
    const pending = { pod_name: 'pending', active: { session_id: '019e7789-fb40-7a10-8c11-5d2a70000001' } };
    fs.writeFileSync(metadataPath(home.paths, 'pending'), JSON.stringify(pending));
    expect(await home.podwatch(['run', 'pending', '-d'])).toMatchObject(done);

    fs.mkdirSync(path.dirname(metadataPath(home.paths, 'broken')), { recursive: true });
    fs.writeFileSync(metadataPath(home.paths, 'broken'), '{');
    expect(await home.podwatch(['run', 'broken', '-d'])).toMatchObject(refused(4, 'podwatch rm broken'));
  });

  it.each([
    ['a/b', 'cannot contain'],
    ['..', 'cannot be'],
    ['x'.repeat(65), '64 characters'],
    ['a\x1b[2Jb', 'printable'],
  ])('refuses the name %j as wrong usage', async (name, reason) => {
    const ran = await home.podwatch(['run', name, '-d']);
    expect(ran).toMatchObject(refused(2, reason));
    expect(ran.stderr).not.toContain('\x1b');
  });

  it('says which socket path is too long, and what to do', async () => {
    const deep = path.join(home.directory, 'd'.repeat(90));
    const command = [process.execPath, CLI, 'run', 'demo', '-d'];
    const ran = await runProgram(command, { ...home.env, PODWATCH_HOME: deep });
    expect(ran).toMatchObject(refused(1, 'PODWATCH_RUNTIME_DIR'));
    expect(ran.stderr).toContain(path.join(deep, 'run', 'demo', 'sock'));
  });
});

describe('restore', () => {
  it('says so when the directory is gone, and takes another command and directory', async () => {
    const cwd = fs.mkdtempSync(path.join(home.directory, 'cwd-'));
    expect(
      await home.podwatch(['run', 'demo', '-d', '--cwd', cwd, '--', '/bin/sh', '-c', 'echo was here']),
    ).toMatchObject(done);
    await until(async () => (await stateOf('demo')) === 'stopped');
    fs.rmdirSync(cwd);
    expect(await home.podwatch(['restore', 'demo'])).toMatchObject(refused(1, '--cwd DIR'));
    const command = ['/bin/sh', '-c', 'pwd; sleep 60'];
    expect(await home.podwatch(['restore', 'demo', '--cwd', '/usr', '--', ...command])).toMatchObject(done);
    const logs = await until(async () => {
      const { stdout } = await home.podwatch(['logs', 'demo']);
      return /^\/usr$/m.test(stdout) ? stdout : null;
    });
    expect(logs).toContain('was here');
  });

  it('asks for a command where the record names none', async () => {
    storePod(home.paths, { name: 'foreign', updatedAt: 1, preview: 'x' }, 1);
    const file = metadataPath(home.paths, 'foreign');
    const { resolved_manifest_snapshot: _, ...record } = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify(record));
    expect(await home.podwatch(['restore', 'foreign'])).toMatchObject(refused(4, 'podwatch restore foreign -- CMD'));
  });
});

describe('ls', () => {
  it('prints live Pods first, cuts only what was asked, and never an escape sequence of others', async () => {
    for (let i = 0; i < 30; i += 1) {
      storePod(home.paths, { name: `old-${i}`, updatedAt: 1000 + i, preview: '\x1b[31m{bold}evil\x07{/}' }, i);
    }
    expect(await home.podwatch(['run', 'zlive', '-d'])).toMatchObject(done);
    const table = await home.podwatch(['ls']);
    const lines = table.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(32);
    expect(lines[1]).toMatch(/^zlive +\[live/);
    expect(lines[2]).toMatch(/^old-29 .*assistant: \{bold\}evil�\{\/\}$/);
    expect(table.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
    const two = await home.podwatch(['ls', '--json', '--limit', '2']);
    expect(JSON.parse(two.stdout).map(({ name }: { name: string }) => name)).toEqual(['zlive', 'old-29']);
  });

  it('ends quietly when its reader has gone', async () => {
    for (let i = 0; i < 400; i += 1)
      storePod(home.paths, { name: `p-${i}`, updatedAt: i + 1, preview: 'x'.repeat(60) }, i);
    const script = `"$0" "$1" ls --json | head -c 1; echo "$?"`;
    const ran = await runProgram(['/bin/sh', '-c', script, process.execPath, CLI], home.env);
    expect(ran).toMatchObject({ stdout: '[0\n', stderr: '' });
  });
});

describe('names and homes', () => {
  it('knows no such Pod: exit code 3 everywhere', async () => {
    for (const command of [['attach'], ['send', 'nope', 'x'], ['restore'], ['stop'], ['rm'], ['logs']]) {
      const [name = '', ...rest] = command;
      const ran = await home.podwatch(rest.length > 0 ? command : [name, 'nope']);
      expect(ran).toMatchObject(refused(3, 'no Pod "nope"'));
    }
  });

  it('a name in two homes is ambiguous until it is said which', async () => {
    const other = path.join(home.directory, 'other');
    storePod(home.paths, { name: 'demo', updatedAt: 1, preview: 'x' }, 1);
    const copy = { ...home.paths, data: other, pods: path.join(other, 'pods'), sessions: path.join(other, 'sessions') };
    storePod(copy, { name: 'demo', updatedAt: 2, preview: 'y' }, 2);
    // The own home named once more is still one home.
    const both = ['--home', home.paths.data, '--home', other];
    expect(await list(both)).toHaveLength(2);
    const ran = await home.podwatch([...both, 'rm', 'demo']);
    expect(ran).toMatchObject(refused(2, 'podwatch:demo'));
    expect(ran.stderr).toContain(home.paths.data);
    expect(ran.stderr).toContain(other);
    const command = [process.execPath, CLI, 'rm', 'demo'];
    expect(await runProgram(command, { ...home.env, PODWATCH_HOME: other })).toMatchObject(done);
    expect(await list(both)).toHaveLength(1);
  });

  it('does several at once, and tells of each that does not work', async () => {
    await Promise.all(['a', 'b'].map((name) => home.podwatch(['run', name, '-d'])));
    const ran = await home.podwatch(['stop', 'a', 'nope', 'b']);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('nope') });
    expect(home.allocations()).toEqual([]);
  });
});
