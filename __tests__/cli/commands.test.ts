// The commands without a terminal, on real Pods: what they print, their exit codes, and what they refuse.
import fs from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
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

describe('usage', () => {
  it.each([
    [['nonsense'], 'no command "nonsense"'],
    [['stop'], 'name of a Pod is missing'],
    [['ls', '--limit', 'x'], '--limit'],
    [['ls', '--wrong'], 'wrong'],
    [['ls', '--', 'x'], '--'],
    [['send', 'demo', ''], 'demo'],
    [['attach', 'demo', '--detach-key', 'x'], '--detach-key'],
    [['run', 'x', '--cwd'], '--cwd needs a value: --cwd DIR'],
    [['--home'], '--home needs a value'],
    [['--home', '', 'ls'], '--home needs a value'],
    [['atach', 'x'], 'Did you mean "podwatch attach"?'],
    [['ls', '--jsn'], 'Did you mean --json?'],
    [['--resum'], 'Did you mean --resume?'],
    [['ls', '-q'], 'There is no option -q'],
    [['logs', 'demo', '-fx'], 'option -x'],
    [['ls', '--json=maybe'], '--json takes no value'],
    [['ls', 'one'], '"one" is one word too many'],
    [['attach'], 'name of a Pod is missing'],
    [['send'], 'name of a Pod is missing'],
    [['status'], 'word is missing'],
    [['replay', 'x', '--speed', '0'], '--speed'],
    [['help', 'nonsense'], 'no command "nonsense"'],
    [['-r', '--rows', '0'], '--rows must be a whole number from 1'],
    [['--rows', '5'], '--rows goes with -r'],
    [['prune'], '--older-than is missing: podwatch prune --older-than AGE'],
    [['grep', '-i', 'text'], 'There is no option -i'],
    [['rename', 'demo'], 'The new name is missing'],
    [['adopt', 'x'], 'The name of a Pod is missing'],
    [['run', 'x', '--policy', 'no', '--agent'], '--policy is one of ask, allow-reads, deny, not "no".'],
    [['run', 'x', 'make'], '"make" is one word too many: a command stands behind "--"'],
    [['run', 'x', '-d', 'true'], '"true" is one word too many'],
    [['ls', '-'], '"-" is one word too many'],
    [['doctor', '-y'], '--yes goes with --fix'],
  ])('%j is wrong usage: one line, which says what was meant', async (args, text) => {
    const { code, stdout, stderr } = await home.podwatch(args);
    expect(stderr).toContain(text);
    expect([2, 3]).toContain(code);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('takes the words true and false as words, also behind a switch', async () => {
    storePod(home.paths, { name: 'true', updatedAt: 1, preview: 'false' }, 1);
    expect(await home.podwatch(['rm', '-y', 'true'])).toEqual({ ...done, stdout: 'Removed true.\n' });
  });

  it('a name that no Pod has is answered with the one that was meant, and with a home that is not there', async () => {
    storePod(home.paths, { name: 'builder', updatedAt: 1, preview: 'x' }, 1);
    const { code, stderr } = await home.podwatch(['stop', 'bulider', '--home', '/nowhere/at/all']);
    expect(code).toBe(3);
    expect(stderr).toContain('There is no Pod "bulider". Did you mean "builder"?');
    expect(stderr).toContain('--home: there is no directory /nowhere/at/all.');
  });

  it('what is for agents is refused to a terminal, and the dashboard says what else shows the Pods', async () => {
    storePod(home.paths, { name: 'one', updatedAt: 1, preview: 'x' }, 1);
    const refused = { code: 2, stdout: '', stderr: 'podwatch: --anew is for agents, and "one" is none.\n' };
    expect(await home.podwatch(['restore', 'one', '--anew'])).toEqual(refused);
    const { code, stderr } = await home.podwatch([]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/^podwatch: .*podwatch ls\n$/) });
  });

  it('what changes nothing is said', async () => {
    storePod(home.paths, { name: 'one', updatedAt: 1, preview: 'x' }, 1);
    expect(await home.podwatch(['rename', 'one', 'one'])).toMatchObject({
      code: 0,
      stdout: 'The Pod one has that name already.\n',
    });
    expect(await home.podwatch(['unarchive', 'one'])).toMatchObject({
      code: 0,
      stdout: 'The Pod one is not archived.\n',
    });
  });

  it('takes the last of an option that is given twice', async () => {
    storePod(home.paths, { name: 'one', updatedAt: 1, preview: 'x' }, 1);
    storePod(home.paths, { name: 'two', updatedAt: 2, preview: 'x' }, 2);
    expect(await list(['ls', '--limit', '0', '--limit', '1'])).toHaveLength(1);
  });

  it('prints the version and the help', async () => {
    expect(await home.podwatch(['--version'])).toEqual({ ...done, stdout: `${version}\n` });
    const help = await home.podwatch(['--help']);
    expect(help).toMatchObject(done);
    for (const word of [
      'run',
      'attach',
      'ls',
      'send',
      'restore',
      'stop',
      'rm',
      'logs',
      'completion',
      'demo',
      '--resume',
      '--home',
      'Exit codes',
      'config.json',
      'README.md',
    ]) {
      expect(help.stdout).toContain(word);
    }
  });

  it('what is wrong in the configuration is named with the file and the reason, and passed over alone', async () => {
    const file = path.join(home.directory, 'config.json');
    const run = (text: string) => {
      fs.writeFileSync(file, text);
      return runProgram([process.execPath, CLI, 'ls'], { ...home.env, PODWATCH_CONFIG: file });
    };
    expect(await run('{ "detachKey": "C-]" }')).toMatchObject(done);
    const warned = (sentence: string) => ({ code: 0, stderr: expect.stringContaining(sentence) });
    expect(await run('{ "detachKey": ["C-]", "C-q"] }')).toMatchObject(done);
    expect(await run('{ "detachKey": ["C-]", "C-m"] }')).toMatchObject(warned('Enter'));
    expect(await run('{ "detachKey": 7 }')).toMatchObject(warned(`${file} is wrong: detachKey: `));
    expect(await run('{ "detachKey": "C-m" }')).toMatchObject(warned('Enter'));
    expect(await run('{ "detachkey": "C-]" }')).toMatchObject(
      warned(
        `podwatch: The configuration ${file} is wrong: detachkey: There is no such key; did you mean detachKey. It is passed over.`,
      ),
    );
    home.env.PODWATCH_CONFIG = file;
    fs.writeFileSync(file, '{ "detachkey": "C-]", "keys": { "halt": "X", "sorte": "X" }, "theme": "dark" }');
    const wrong = [
      `${file} is wrong in this, which is passed over:`,
      '  detachkey: There is no such key; did you mean detachKey',
      expect.stringMatching(/^ {2}keys\.halt: there is no such action; there are attach, new, /),
      '  keys.sorte: there is no such action; did you mean sort',
      '',
    ];
    const checked = await home.podwatch(['config', '--check']);
    expect({ ...checked, stdout: checked.stdout.split('\n') }).toEqual({ code: 1, stderr: '', stdout: wrong });
    expect((await home.podwatch(['config'])).stdout).toMatch(/^theme +file +"dark"$/m);
    fs.writeFileSync(file, '{ "detachKey": "C-]", "agents": { "mine": ["x"] } }');
    expect(await home.podwatch(['config', '--check'])).toEqual({ ...done, stdout: `${file} is right.\n` });
    const shown = (await home.podwatch(['config'])).stdout;
    expect(shown).toMatch(/^detachKey +file +"Ctrl\+\]"$/m);
    expect(shown).toMatch(/^theme +default +"auto"$/m);
    expect(shown).toMatch(/^agents +file +.*"mine"/m);
    expect(await run('{')).toMatchObject(warned(file));
    fs.rmSync(file);
    expect(await home.podwatch(['ls'])).toMatchObject(refused(2, `${file} cannot be read`));
  });

  it('prints a completion script for the shell that is named, or is in use', async () => {
    for (const [shell, sign] of [
      ['bash', 'COMPREPLY'],
      ['zsh', '#compdef podwatch'],
      ['fish', 'complete -c podwatch'],
    ] as const) {
      const script = { ...done, stdout: expect.stringContaining(sign) };
      expect(await home.podwatch(['completion', shell])).toMatchObject(script);
      home.env.SHELL = `/usr/bin/${shell}`;
      expect(await home.podwatch(['completion'])).toMatchObject(script);
    }
    expect(await home.podwatch(['completion', 'csh'])).toMatchObject({
      ...refused(2, 'bash, zsh and fish'),
      stdout: '',
    });
    const help = await home.podwatch(['completion', '--help']);
    expect(help).toMatchObject({ ...done, stdout: expect.stringContaining('source <(podwatch completion bash)') });
  });

  it('completes commands and the names that fit, also for a script of an earlier version', async () => {
    storePod(home.paths, { name: 'stored', updatedAt: 1, preview: 'x' }, 1);
    storePod(home.paths, { name: 'two words', updatedAt: 1, preview: 'x' }, 2);
    await home.podwatch(['run', 'running', '-d']);
    const complete = async (...words: string[]) => {
      const ran = await home.podwatch(['--get-yargs-completions', 'podwatch', ...words]);
      // A word on stderr would land in the middle of the line that the user types.
      expect(ran).toMatchObject(done);
      return ran.stdout.trim().split('\n');
    };
    expect(await complete('rest')).toEqual(['restore']);
    expect(await complete('attach', '')).toEqual(['running']);
    expect((await complete('restore', '')).sort()).toEqual(['stored', 'two words']);
    expect(await complete('logs', 'st')).toEqual(['stored']);
    expect(await complete('replay', 'st')).toEqual(['stored']);
    expect(await complete('status', 'a')).toEqual(['attention', 'auto']);
    expect(await complete('ls', '--a')).toEqual(['--all']);
  });

  it('works in a directory that was removed, and says so where a Pod would start there', async () => {
    const gone = path.join(home.directory, 'gone');
    fs.mkdirSync(gone);
    const inGone = (args: string) =>
      runProgram(['/bin/sh', '-c', `cd ${gone} && rmdir ${gone}; exec ${process.execPath} ${CLI} ${args}`], home.env);
    expect(await inGone('ls --json')).toMatchObject({ ...done, stdout: '[]\n' });
    fs.mkdirSync(gone);
    expect(await inGone('run nowhere -d')).toMatchObject(refused(1, 'gone does not exist'));
    fs.mkdirSync(gone);
    expect(await inGone('run somewhere -d --cwd /')).toMatchObject(done);
  });

  // Only root can become a user whom the system does not know.
  (process.getuid?.() === 0 ? it : it.skip)(
    'works for a user without a home directory, or says what it needs',
    async () => {
      const stranger = (env: NodeJS.ProcessEnv) => {
        const argv = [
          'setpriv',
          '--reuid=54321',
          '--regid=54321',
          '--clear-groups',
          process.execPath,
          CLI,
          'ls',
          '--json',
        ];
        return runProgram(argv, { PATH: process.env.PATH, ...env });
      };
      const missing = await stranger({});
      expect(missing).toMatchObject(refused(2, 'There is no home directory: HOME is not set'));
      expect(missing.stderr.trim().split('\n')).toHaveLength(1);
      const directory = path.join(home.directory, 'open');
      fs.mkdirSync(directory);
      fs.chownSync(directory, 54321, 54321);
      fs.chmodSync(home.directory, 0o755);
      const run = await stranger({ PODWATCH_DATA_DIR: directory, PODWATCH_RUNTIME_DIR: directory });
      expect(run).toMatchObject({ ...done, stdout: '[]\n' });
    },
  );

  it('says in a sentence that its output is lost on a full disk', async () => {
    const ran = await runProgram(['/bin/sh', '-c', `exec ${process.execPath} ${CLI} ls --json >/dev/full`], home.env);
    expect(ran).toMatchObject(refused(1, 'The output cannot be written: ENOSPC'));
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('loads blessed for no command but those that draw', () => {
    const loads = (file: string) =>
      fs.readFileSync(path.join(path.dirname(CLI), file), 'utf8').includes('node_modules/blessed/');
    expect(loads('commands/showDashboard.js')).toBe(true);
    for (const file of [
      'cli.js',
      'commands/dashboard.js',
      ...['ls', 'attach', 'run', 'send', 'stop', 'rm', 'restore', 'logs'].map((name) => `commands/${name}.js`),
    ]) {
      expect([file, loads(file)]).toEqual([file, false]);
    }
  });
});

it('keeps what is compiled for the next start, and says nothing of it', async () => {
  expect(await home.podwatch(['ls'])).toMatchObject(done);
  const kept = path.join(home.directory, 'user', '.cache', 'podwatch', 'compiled');
  const files = fs.existsSync(kept) ? fs.readdirSync(kept, { recursive: true }) : [];
  expect(files.length).toBeGreaterThan(0);
  expect(await home.podwatch(['ls'])).toMatchObject(done);
});
