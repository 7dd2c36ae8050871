import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { listMultiplexers, multiplexerLook } from '../../../src/places/multiplexers/listMultiplexers';
import type { MultiplexerSession } from '../../../src/places/multiplexers/multiplexer';
import { isOnPath, programRunner } from '../../../src/places/multiplexers/runProgram';
import { tmux } from '../../../src/places/multiplexers/tmux';
import { type ProcessPlace, whereRun } from '../../../src/places/multiplexers/whereRun';
import { hasTmux } from '../../fixtures/tmuxDriver';
import { until } from '../../fixtures/until';

let directory: string;
let env: Record<string, string | undefined>;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join('/tmp', 'pw-mux-'));
  fs.mkdirSync(path.join(directory, 'bin'));
  env = { HOME: directory, TMUX_TMPDIR: directory, XDG_RUNTIME_DIR: directory, PATH: path.join(directory, 'bin') };
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

/** A stand-in that prints a text and notes the arguments it was given. */
function standIn(name: string, output: string, code = 0): void {
  const said = path.join(directory, `${name}.out`);
  fs.writeFileSync(said, output);
  const script = `#!/bin/sh\necho "$*" >> ${directory}/${name}.argv\n/bin/cat ${said}\nexit ${code}\n`;
  fs.writeFileSync(path.join(directory, 'bin', name), script, { mode: 0o755 });
}

/** Whoever is too slow to answer has none for now: asked again until there are some. */
function found(): Promise<readonly MultiplexerSession[]> {
  return until(async () => {
    const sessions = await listMultiplexers(env);
    if (sessions.length === 0) throw new Error('No sessions');
    return sessions;
  });
}

/** The same of what a process runs in. */
function placeOf(pid: number): Promise<ProcessPlace> {
  return until(async () => {
    const place = (await whereRun([pid], env)).get(pid);
    if (place === undefined || place.inside === null) throw new Error('It runs nowhere to be seen');
    return place;
  });
}

function shown(sessions: readonly MultiplexerSession[]): readonly unknown[] {
  return sessions.map(({ name, isAttached, attach }) => [name, isAttached, attach]);
}

test('screen: by pid and name, whatever its exit code is', async () => {
  standIn(
    'screen',
    'There are screens on:\n\t4242.work\t(11/26/26 12:00:00)\t(Detached)\n\t77.a b\t(Attached)\n\t9.dead\t(Dead ???)\n2 Sockets in /run/screen.\n',
    1,
  );
  expect(shown(await found())).toEqual([
    ['4242.work', false, ['screen', '-x', '4242.work']],
    ['77.a b', true, ['screen', '-x', '77.a b']],
  ]);
});

test('Zellij: those that have exited are not live', async () => {
  standIn(
    'zellij',
    'brave-cat [Created 3h 2m ago] \nold-dog [Created 2days ago] (EXITED - attach to resurrect)\nmine [Created 1s ago] (current)\n',
  );
  expect(shown(await found())).toEqual([
    ['brave-cat', null, ['zellij', 'attach', 'brave-cat']],
    ['mine', null, ['zellij', 'attach', 'mine']],
  ]);
});

test('abduco: those whose program has ended are not live', async () => {
  standIn(
    'abduco',
    'Active sessions (on host box)\n* Thu\t 2026-11-26 12:05:20\tactive one\n+ Thu\t 2026-11-26 12:04:50\tfinished\n  Thu\t 2026-11-26 12:03:30\tdemo\n',
  );
  expect(shown(await found())).toEqual([
    ['active one', true, ['abduco', '-a', 'active one']],
    ['demo', false, ['abduco', '-a', 'demo']],
  ]);
});

test('shpool is asked only where its daemon is', async () => {
  standIn(
    'shpool',
    'NAME\tSTARTED_AT\tSTATUS\nmain\t2026-11-26T12:00:00+00:00\tattached\nother\t2026-11-26T11:00:00+00:00\tdisconnected\n',
  );
  expect(await listMultiplexers(env)).toEqual([]);
  expect(fs.existsSync(path.join(directory, 'shpool.argv'))).toBe(false);
  fs.mkdirSync(path.join(directory, 'shpool'));
  fs.writeFileSync(path.join(directory, 'shpool', 'shpool.socket'), '');
  expect(shown(await found())).toEqual([
    ['main', true, ['shpool', 'attach', 'main']],
    ['other', false, ['shpool', 'attach', 'other']],
  ]);
});

test('dtach: its sockets stand in the command lines of its masters', async () => {
  standIn('dtach', '');
  // A shell under that name: `-c` is one of the ways a master is started, and what follows it is the socket.
  const socket = path.join(directory, 'read line');
  const server = net.createServer().listen(socket);
  await until(() => fs.existsSync(socket));
  const start = (argv0: string) =>
    spawn('/bin/sh', ['-c', 'read line'], { argv0, cwd: directory, stdio: ['pipe', 'ignore', 'ignore'] });
  // Those of the whole machine are listed.
  const own = async () => shown((await listMultiplexers(env)).filter(({ name }) => name.startsWith(directory)));
  const other = start('attach');
  expect(await own()).toEqual([]);
  const master = start('dtach');
  expect(await own()).toEqual([[socket, null, ['dtach', '-a', socket]]]);
  for (const child of [master, other]) child.kill('SIGKILL');
  server.close();
});

test('A program that hangs, floods or is missing has no sessions, and is ended', async () => {
  const run = programRunner({ PATH: '/usr/bin:/bin' }, 300);
  // Again, where its time was over before it had begun.
  const pid = await until(async () => {
    expect(await run(['sh', '-c', 'sleep 600 & echo $! > "$0"; wait', path.join(directory, 'pid')])).toBeNull();
    return Number(fs.readFileSync(path.join(directory, 'pid'), 'utf8'));
  });
  await until(() => !fs.existsSync(`/proc/${pid}`) || / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')));
  expect(await run(['yes'])).toBeNull();
  expect(await run(['not-a-program-at-all'])).toBeNull();
});

test('Only what can be run is on the PATH', () => {
  fs.mkdirSync(path.join(directory, 'bin', 'screen'));
  fs.writeFileSync(path.join(directory, 'bin', 'tmux'), '', { mode: 0o600 });
  expect([isOnPath('screen', env), isOnPath('tmux', env), isOnPath('zellij', env)]).toEqual([false, false, false]);
});

(hasTmux() ? describe : describe.skip)('tmux', () => {
  const server = (): string => path.join(directory, `tmux-${os.userInfo().uid}`, 'default');

  beforeEach(() => {
    env.PATH = process.env.PATH;
  });

  function command(...args: string[]): string {
    const { TMUX: _outer, ...rest } = process.env;
    return execFileSync('tmux', ['-f', '/dev/null', ...args], {
      env: { ...rest, TMUX_TMPDIR: directory },
      encoding: 'utf8',
    });
  }

  test('no server: no sessions, and none is started', async () => {
    expect(await listMultiplexers(env, [tmux])).toEqual([]);
    expect(fs.existsSync(server())).toBe(false);
  });

  test('sessions of the real thing with directory, preview, and how to attach', async () => {
    command(
      'new-session',
      '-d',
      '-s',
      'Grüße | x',
      '-x',
      '80',
      '-y',
      '10',
      '-c',
      directory,
      'echo hello there; exec cat',
    );
    try {
      let sessions: readonly MultiplexerSession[] = [];
      await until(async () => {
        sessions = await listMultiplexers(env, [tmux]);
        return sessions[0]?.title === 'cat';
      });
      const [session] = sessions;
      expect(sessions).toHaveLength(1);
      expect(session).toMatchObject({ name: 'Grüße | x', directory, isAttached: false });
      expect(session?.attach).toEqual(['tmux', '-u', '-S', server(), 'attach-session', '-t', '$0']);
      if (session === undefined) throw new Error('No session');
      expect(await tmux.preview?.(session, multiplexerLook(env))).toEqual(['hello there']);
      const pid = Number(command('list-panes', '-a', '-F', '#{pane_pid}'));
      const place = await placeOf(pid);
      expect(place).toMatchObject({ pid, inside: 'tmux pane Grüße | x %0' });
      expect(place.terminal).toMatch(/^\/dev\/pts\/\d+$/);
      expect(place.show?.slice(-3)).toEqual(['attach-session', '-t', '$0']);
      // Names that tmux itself would take for an id, a window, a pattern or an option.
      for (const odd of ['$0', '@1', '%2', '=x', '-d', '*', '{x}', "it's $(id)"]) {
        command('new-session', '-d', '-s', odd, `echo "in ${odd.replace(/[$"]/g, '\\$&')}"; exec cat`);
        let found: MultiplexerSession | undefined;
        await until(async () => {
          found = (await listMultiplexers(env, [tmux])).find(({ name }) => name === odd);
          return found?.title === 'cat';
        });
        if (found === undefined) throw new Error(`No session ${odd}`);
        expect(found.attach.at(-1)).toMatch(/^\$\d+$/);
        expect(await tmux.preview?.(found, multiplexerLook(env))).toEqual([`in ${odd}`]);
      }
    } finally {
      command('kill-server');
    }
  });

  test('a process that runs nowhere to be seen', async () => {
    const child = spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
    const pid = child.pid ?? 0;
    const place = (await whereRun([pid], env)).get(pid);
    expect(place).toMatchObject({ pid, terminal: null, inside: null, show: null });
    expect(Math.abs(Date.now() - (place?.startedAt ?? 0))).toBeLessThan(60_000);
    child.kill('SIGKILL');
  });
});

/** A process that runs in what `argv` starts; it notes its pid. */
async function pidWithin(argv: readonly string[], over: Record<string, string> = {}): Promise<number> {
  const note = path.join(directory, 'pid');
  const [program = '', ...args] = argv;
  execFileSync(program, [...args, 'sh', '-c', `echo $$ > ${note}; exec sleep 600`], {
    env: { ...process.env, ...over },
    stdio: 'ignore',
  });
  await until(() => fs.existsSync(note) && fs.readFileSync(note, 'utf8').endsWith('\n'));
  return Number(fs.readFileSync(note, 'utf8'));
}

(isOnPath('screen', process.env) ? test : test.skip)('a process in screen is shown by it', async () => {
  const pid = await pidWithin(['screen', '-dmS', 'mine'], { SCREENDIR: directory });
  const place = await placeOf(pid).finally(() => process.kill(pid));
  const [, , server] = place.show ?? [];
  expect(place).toMatchObject({ inside: 'screen', show: ['screen', '-x', expect.stringMatching(/^\d+$/)] });
  await until(() => !fs.existsSync(`/proc/${server}`));
});

(isOnPath('dtach', process.env) ? test : test.skip)('a process in dtach is shown by it', async () => {
  const socket = path.join(directory, 'a socket');
  const pid = await pidWithin(['dtach', '-n', socket]);
  const place = await placeOf(pid).finally(() => process.kill(pid));
  expect(place).toMatchObject({ inside: 'dtach', show: ['dtach', '-a', socket] });
  await until(() => !fs.existsSync(socket));
});
