// What lies around a command: its configuration, the shell that completes it, its directory, its user, its disk, what it loads.
import fs from 'node:fs';
import path from 'node:path';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const done = { code: 0, stderr: '' };
const refused = (code: number, text: string) => ({ code, stdout: '', stderr: expect.stringContaining(text) });

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

it('keeps what is compiled for the next start, and says nothing of it', async () => {
  expect(await home.podwatch(['ls'])).toMatchObject(done);
  const kept = path.join(home.directory, 'user', '.cache', 'podwatch', 'compiled');
  const files = fs.existsSync(kept) ? fs.readdirSync(kept, { recursive: true }) : [];
  expect(files.length).toBeGreaterThan(0);
  expect(await home.podwatch(['ls'])).toMatchObject(done);
});
