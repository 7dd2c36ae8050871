// `replay` and the text of `logs`, from recordings of real Pods; and that the real asciinema plays them.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { processTable } from '../../src/processes/processTable';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

let home: TempHome;
let terminals: DrivenTerminal[];
beforeEach(() => {
  home = makeTempHome();
  terminals = [];
});
afterEach(async () => {
  for (const terminal of terminals) await terminal.close();
  await home.close();
});

async function record(name: string, script: string, options: string[] = []): Promise<void> {
  const ran = await home.podwatch(['run', name, '-d', ...options, '--', 'sh', '-c', script]);
  expect(ran).toMatchObject({ code: 0 });
}

async function recordToEnd(name: string, script: string, options: string[] = []): Promise<void> {
  await record(name, script, options);
  await until(async () => (await home.podwatch(['ls', '--json'])).stdout.includes('"stopped"'));
}

function castFiles(): string[] {
  const { sessions } = home.paths;
  if (!fs.existsSync(sessions)) return [];
  return fs
    .readdirSync(sessions)
    .flatMap((id) =>
      fs
        .readdirSync(path.join(sessions, id))
        .flatMap((file) => (/\.cast/.test(file) ? [path.join(sessions, id, file)] : [])),
    );
}

function terminal(argv: readonly string[]): DrivenTerminal {
  const started = startTerminal(argv, { cols: 80, rows: 24, env: home.env });
  terminals.push(started);
  return started;
}

/** The processes of a shell's job that replay. */
function replaysOf(shell: number): readonly number[] {
  return processTable()
    .filter(({ pid, parent }) => parent === shell && pid !== shell)
    .map(({ pid }) => pid);
}

const replay = (...args: string[]) => terminal([process.execPath, CLI, 'replay', ...args]);

test('logs prints every line that has scrolled by, wrapped ones whole, erased ones too, none of a full-screen program', async () => {
  const long = 'x'.repeat(200);
  const script = `seq 1 100; echo ${long}; printf '\\033[1mbold\\033[0m\\n'; printf '\\033[H\\033[2J'; echo after; printf '\\033[?1049hfull\\033[?1049l'; echo last; exit 3`;
  await recordToEnd('text', script);
  const { code, stdout } = await home.podwatch(['logs', 'text']);
  expect(code).toBe(0);
  const numbers = Array.from({ length: 100 }, (_, index) => String(index + 1));
  expect(stdout.trimEnd().split('\n')).toEqual([...numbers, long, 'bold', 'after', 'last', '[exit 3]']);
});

test('logs says what a flood has left out, and goes on behind it', async () => {
  await recordToEnd('flood', 'echo start; seq 1 300000; sleep 1; echo end');
  const { stdout } = await home.podwatch(['logs', 'flood']);
  expect(stdout).toMatch(/^start\n1\n2\n/);
  // Where the machine is too slow for a flood nothing is left out.
  if (!/\n\[… \d+ bytes that came too fast to be recorded …\]\n/.test(stdout)) {
    const numbers = Array.from({ length: 300_000 }, (_, index) => String(index + 1));
    expect(stdout.split('\n').slice(1, -3).join() === numbers.join()).toBe(true);
  }
  expect(stdout).toMatch(/\n299999\n300000\nend\n\[exit 0\]\n$/);
});

/** `logs -f` while it runs; `ended` resolves with its exit code. */
function follow(name: string): { readonly text: () => string; readonly ended: Promise<number | null> } {
  const child = spawn(process.execPath, [CLI, 'logs', '-f', name], { env: home.env });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return { text: () => text, ended: new Promise((resolve) => child.once('close', resolve)) };
}

test('logs -f prints lines as they come and ends with the program', async () => {
  await record('follow', 'stty -echo; echo one; while read -r x; do echo "got $x"; done; printf "no newline"');
  await until(() => castFiles().length > 0);
  const { text, ended } = follow('follow');
  await until(() => text().includes('one'));
  await home.podwatch(['send', 'follow', 'this']);
  await until(() => text().includes('got this'));
  await home.podwatch(['send', 'follow', '\u0004']);
  await home.podwatch(['stop', 'follow']);
  expect(await ended).toBe(0);
  expect(text().split('\n').slice(0, 2)).toEqual(['one', 'got this']);
});

test('logs -f of a Pod that has said nothing so far prints each of its lines, once', async () => {
  // Where the follower comes only after the first line, that is as well.
  await record('silent', 'sleep 2; for n in 1 2 3 4 5 6; do echo "line $n"; sleep 0.3; done');
  const { text, ended } = follow('silent');
  expect(await ended).toBe(0);
  expect(text().match(/^line \d$/gm)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6']);
});

test('logs -f of a restored Pod prints the earlier life once too', async () => {
  await recordToEnd('again', 'seq 1 30; echo first');
  const script = 'stty -echo; echo second; while read -r x; do echo "got $x"; done';
  expect(await home.podwatch(['restore', '-d', 'again', '--', 'sh', '-c', script])).toMatchObject({ code: 0 });
  await until(async () => (await home.podwatch(['logs', 'again'])).stdout.includes('second'));
  // It is live: the end of its earlier life is not its own.
  expect((await home.podwatch(['logs', 'again'])).stdout).not.toMatch(/^\[/m);
  const { text, ended } = follow('again');
  await until(() => text().includes('second'));
  await home.podwatch(['send', 'again', 'this']);
  await until(() => text().includes('got this'));
  await home.podwatch(['stop', 'again']);
  expect(await ended).toBe(0);
  expect(text().match(/^\[.*\]$/gm)).toEqual(['[stopped by SIGHUP]']);
  const lines = text()
    .split('\n')
    .filter((line) => !line.startsWith('['));
  const numbers = Array.from({ length: 30 }, (_, index) => String(index + 1));
  expect(lines.slice(0, 34)).toEqual([
    ...numbers,
    'first',
    expect.stringMatching(/^── restored .* ──$/),
    'second',
    'got this',
  ]);
});

test('the text of both lives of a restored Pod, each line once', async () => {
  await recordToEnd('twice', 'echo first $$');
  const once = (await home.podwatch(['logs', 'twice'])).stdout.split('\n')[0];
  expect(await home.podwatch(['restore', '-d', 'twice', '--', 'sh', '-c', 'echo second'])).toMatchObject({ code: 0 });
  await until(async () => (await home.podwatch(['ls', '--json'])).stdout.includes('"stopped"'));
  const lines = (await home.podwatch(['logs', 'twice'])).stdout.split('\n');
  expect(lines.slice(0, 3)).toEqual([once, expect.stringMatching(/^── restored .* ──$/), 'second']);
});

test('replay shows the screen, pauses, ends, and gives the terminal back', async () => {
  const script =
    'printf "\\033[?1000h\\033[?2004h\\033[3;5Hthree\\033[?1049h\\033[2J\\033[Hfull screen"; sleep 1; printf "\\033[?1049l\\033[4;5Hfour"';
  await recordToEnd('play', script);
  // So slow that it stands there for as long as a test may take.
  const slow = replay('play', '--speed', '0.01');
  expect(await slow.waitForScreen(/^full screen/)).not.toContain('three');
  slow.send('q');
  expect(await slow.exit).toMatchObject({ code: 0 });
  expect(slow.modes()).toEqual([]);
  const player = replay('play', '--speed', '4');
  const end = await player.waitForScreen(/end of the recording/);
  expect(end.split('\n')[2]).toBe('    three');
  expect(end.split('\n')[3]).toBe('    four');
  player.send('x');
  expect(await player.exit).toMatchObject({ code: 0 });
  expect(player.modes()).toEqual([]);
  expect(player.screenText()).not.toContain('three');
});

test.each(['q', '\u0003'])('%j leaves a replay in the middle, also while it is paused', async (key) => {
  await recordToEnd('long', 'echo begin; sleep 1.2; echo after');
  const player = replay('long', '--speed', '0.05', '--idle-limit', '0');
  await player.waitForScreen(/begin/);
  player.send(' ');
  player.send(key);
  expect(await player.exit).toMatchObject({ code: 0 });
  expect(player.modes()).toEqual([]);
});

test.each(['Ctrl+Z', 'SIGTSTP', 'SIGSTOP'] as const)(
  '%s gives the terminal to the shell, and what was shown is drawn anew when it goes on',
  async (how) => {
    await recordToEnd('stop', 'printf "\\033[3;5Hthree"; sleep 1.2; printf "\\033[4;5Hfour"');
    const shell = terminal(['bash', '--norc', '-i']);
    shell.send("PS1='ready> '\r");
    await shell.waitForScreen(/^ready> *$/m);
    shell.send(`${process.execPath} ${CLI} replay stop --speed 0.05 --idle-limit 0\r`);
    await shell.waitForScreen(/^ {4}three$/m);
    if (how === 'Ctrl+Z') shell.send('\x1a');
    else for (const pid of replaysOf(shell.pid)) process.kill(pid, how);
    await shell.waitForScreen(/Stopped/);
    // A process that is stopped without a word can give nothing back. What is left is of the shell's next prompt, which
    // comes behind the word that it stopped.
    if (how !== 'SIGSTOP') await until(() => shell.modes().join() === 'bracketed paste');
    shell.send('echo by the $((40+2))nd; fg\r');
    const again = await shell.waitForScreen((screen) => /^ {4}three$/m.test(screen) && !screen.includes('Stopped'));
    expect(again).not.toContain('42nd');
    shell.send('q');
    const after = await shell.waitForScreen(/stop --speed[^>]*\n\s*ready>\s*$/);
    expect(after).not.toContain('^[');
    if (how !== 'SIGSTOP') expect(after).toContain('by the 42nd');
    shell.send('exit\r');
    await shell.exit;
  },
);

test('below another program, which stops sooner, it goes on as soon as its shell brings the job back', async () => {
  await recordToEnd('stop', 'printf "\\033[3;5Hthree"; sleep 1.2; printf "\\033[4;5Hfour"');
  const shell = terminal(['bash', '--norc', '-i']);
  shell.send("PS1='ready> '\r");
  await shell.waitForScreen(/^ready> *$/m);
  shell.send(`sh -c '"$0" "$@"; exit $?' ${process.execPath} ${CLI} replay stop --speed 0.05 --idle-limit 0\r`);
  await shell.waitForScreen(/^ {4}three$/m);
  for (const runner of replaysOf(shell.pid)) process.kill(-runner, 'SIGTSTP');
  // On whichever of the two screens is shown at that moment.
  await until(() => shell.rawBytes().includes('Stopped'));
  // Behind an answer of the terminal that was on its way still.
  shell.send('\x15fg\r');
  await shell.waitForScreen((screen) => /^ {4}three$/m.test(screen) && !screen.includes('Stopped'));
  shell.send('q');
  await shell.waitForScreen((screen) => /^ready>\s*$/m.test(screen) && !/^ {4}three$/m.test(screen));
  shell.send('exit\r');
  await shell.exit;
});

test('without a recording, a terminal, or sense', async () => {
  await recordToEnd('off', 'echo seen', ['--no-record']);
  expect(castFiles()).toEqual([]);
  expect((await home.podwatch(['logs', 'off'])).stdout).toContain('seen');
  expect((await home.podwatch(['replay', 'off'])).stderr).toContain('no recording');
  expect(await home.podwatch(['replay', 'none'])).toMatchObject({ code: 3 });
  expect(await home.podwatch(['replay', 'off', '--speed', '0'])).toMatchObject({ code: 2 });
  expect((await home.podwatch(['restore', '-d', 'off'])).code).toBe(0);
  await until(async () => (await home.podwatch(['ls', '--json'])).stdout.includes('"stopped"'));
  expect(castFiles()).toEqual([]);
});

test('restoring keeps the recording, removing takes it', async () => {
  await recordToEnd('gone', 'echo seen');
  expect(castFiles()).toHaveLength(1);
  expect((await home.podwatch(['replay', 'gone'])).stderr).toContain(castFiles()[0]);
  expect(await home.podwatch(['rm', 'gone'])).toMatchObject({ code: 0 });
  expect(castFiles()).toEqual([]);
});

test('the real asciinema plays it', async () => {
  if (spawnSync('asciinema', ['--version']).error) {
    if (process.env.CI) throw new Error('asciinema is missing');
    return;
  }
  await recordToEnd('cinema', 'printf "\\033[31m世界\\033[0m 🎉\\r\\n"; sleep 0.3; echo done');
  const [file = ''] = castFiles();
  home.env.ASCIINEMA_CONFIG_HOME = home.directory;
  const player = terminal(['asciinema', 'play', file]);
  await player.waitForScreen(/世界 🎉\ndone/);
  expect(await player.exit).toMatchObject({ code: 0 });
  const cat = terminal(['asciinema', 'cat', file]);
  expect(await cat.exit).toMatchObject({ code: 0 });
  expect(cat.screenText()).toMatch(/世界 🎉\ndone/);
});
