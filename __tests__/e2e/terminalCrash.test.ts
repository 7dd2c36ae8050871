// Whatever ends a view, also what it cannot answer, the terminal is as it was found; `reset` mends one that is not.
import fs from 'node:fs';
import path from 'node:path';
import { ENDING_SIGNALS } from '../../src/terminal/endingSignals';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const SANE = ['icanon', 'echo', 'isig', 'opost', 'icrnl'];
/** Everything that a program can switch on, and a line on the screen. */
const LOUD = `printf '\\033[?1049h\\033[?25l\\033[?1003h\\033[?1006h\\033[?2004h\\033[>1u'; while :; do printf 'busy '; sleep 0.2; done`;

let home: TempHome;
let terminal: DrivenTerminal | null = null;
beforeAll(async () => {
  home = makeTempHome();
  await home.podwatch(['run', 'loud', '-d', '--', '/bin/sh', '-c', LOUD]);
  await home.podwatch([
    'run',
    'gone',
    '-d',
    '--',
    '/bin/sh',
    '-c',
    'for i in 1 2 3 4 5 6; do echo played; sleep 0.2; done',
  ]);
  await until(async () => (await home.podwatch(['logs', 'gone'])).stdout.includes('exit 0'));
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
});
afterAll(() => home.close());

/** Below a shell that goes on afterwards. @returns the process that shows the view. */
async function open(
  args: readonly string[],
  shows: RegExp,
  options = '',
): Promise<{ terminal: DrivenTerminal; pid: number }> {
  const pidFile = path.join(home.directory, 'pid');
  fs.rmSync(pidFile, { force: true });
  const script = `/bin/sh -c 'echo $$ > "${pidFile}"; exec "$0" ${options} "$@"' "$0" "$@" 2>/dev/null; echo; echo "ended:$?"; exec cat`;
  const opened = startTerminal(['/bin/sh', '-c', script, process.execPath, CLI, ...args], { env: home.env });
  terminal = opened;
  await opened.waitForScreen(shows);
  await until(() => opened.lineFlags().includes('-icanon'));
  const pid = Number(fs.readFileSync(pidFile, 'utf8'));
  // An attach has its keeper behind its first screen.
  await until(() => isKept(pid));
  return { terminal: opened, pid };
}

const isKept = (pid: number) => keepersOf(pid).length > 0;

/** Their process ids. */
function keepersOf(pid: number): string[] {
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ');
  return children.filter((child) => commandLineOf(child).includes('podwatch-terminal'));
}

const commandLineOf = (pid: string) => readIfThere(`/proc/${pid}/cmdline`);

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** Where it had no time for words, the shell goes on before the terminal is mended: what it says is not waited for. */
async function expectSane(terminal: DrivenTerminal): Promise<void> {
  await until(() => terminal.modes().length === 0 && SANE.every((flag) => terminal.lineFlags().includes(flag)));
}

async function expectMended({ terminal, pid }: { terminal: DrivenTerminal; pid: number }): Promise<void> {
  await until(() => !isAlive(pid));
  await expectSane(terminal);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it.each(ENDING_SIGNALS.map((signal) => [signal]))('an attach after %s', async (signal) => {
  const opened = await open(['attach', 'loud'], /busy/);
  process.kill(opened.pid, signal);
  await expectMended(opened);
});

const VIEWS: readonly (readonly [view: string, args: readonly string[], shows: RegExp])[] = [
  ['an attach', ['attach', 'loud'], /busy/],
  ['a replay', ['replay', 'gone', '--speed', '0.3'], /played/],
  ['the dashboard', [], /loud[\s\S]*busy/],
];

it.each(
  VIEWS.flatMap(([view, args, shows]) =>
    (['SIGALRM', 'SIGXCPU', 'SIGSEGV', 'SIGKILL'] as const).map((signal) => [view, signal, args, shows] as const),
  ),
)('%s after %s', async (_, signal, args, shows) => {
  const opened = await open(args, shows);
  process.kill(opened.pid, signal);
  await expectMended(opened);
});

describe('one keeper for the dashboard and its attaches', () => {
  /** Attached to `loud`, all that it has switched on included. */
  async function attached() {
    const opened = await open([], /loud[\s\S]*busy/);
    const keepers = keepersOf(opened.pid);
    opened.terminal.send('\r');
    await until(() => opened.terminal.lineFlags().includes('-opost') && opened.terminal.modes().length > 3);
    expect(keepersOf(opened.pid)).toEqual(keepers);
    return { ...opened, keepers };
  }

  it('an attach from the dashboard after SIGKILL', async () => {
    const opened = await attached();
    process.kill(opened.pid, 'SIGKILL');
    await expectMended(opened);
  });

  it('the dashboard after an attach, and after SIGKILL then', async () => {
    const opened = await attached();
    opened.terminal.send('\x1c');
    await opened.terminal.waitForScreen(/detached from loud/);
    await until(() => ['opost', '-icanon'].every((flag) => opened.terminal.lineFlags().includes(flag)));
    expect(keepersOf(opened.pid)).toEqual(opened.keepers);
    process.kill(opened.pid, 'SIGKILL');
    await expectMended(opened);
  });

  it('another one takes the place of one that has been killed', async () => {
    const { terminal, pid, keepers } = await attached();
    terminal.send('\x1c');
    await terminal.waitForScreen(/detached from loud/);
    for (const keeper of keepers) process.kill(Number(keeper), 'SIGKILL');
    await until(() => !isKept(pid));
    terminal.send('\r');
    await until(() => terminal.lineFlags().includes('-opost') && isKept(pid));
    process.kill(pid, 'SIGKILL');
    await expectMended({ terminal, pid });
  });

  it('left by a key, both leave the terminal as it was', async () => {
    const opened = await attached();
    opened.terminal.send('\x1c');
    await opened.terminal.waitForScreen(/detached from loud/);
    opened.terminal.send('q');
    await opened.terminal.waitForScreen(/ended:0/);
    await expectSane(opened.terminal);
    await until(() => opened.keepers.every((keeper) => !isAlive(Number(keeper))));
  });
});

it.each(VIEWS)('%s after an abort from within, which no listener sees', async (_, args, shows) => {
  const preload = path.join(home.directory, 'abort.cjs');
  fs.writeFileSync(preload, `process.on('SIGWINCH', () => process.abort());`);
  const opened = await open(args, shows, `--require ${preload}`);
  process.kill(opened.pid, 'SIGWINCH');
  await expectMended(opened);
});

it('the dashboard after SIGKILL, where the line settings could not be told in time', async () => {
  const bin = path.join(home.directory, 'bin');
  const asked = path.join(home.directory, 'asked');
  fs.mkdirSync(bin);
  const slowAtFirst = `#!/bin/sh\n[ -e ${asked} ] || { : > ${asked}; sleep 3; }\nPATH=\${PATH#*:} exec stty "$@"\n`;
  fs.writeFileSync(path.join(bin, 'stty'), slowAtFirst, { mode: 0o755 });
  const before = home.env.PATH;
  home.env.PATH = `${bin}:${before}`;
  const opened = await open([], /loud[\s\S]*busy/);
  home.env.PATH = before;
  await until(() => keepersOf(opened.pid).some((keeper) => commandLineOf(keeper).includes('\0sane\0')));
  process.kill(opened.pid, 'SIGKILL');
  await expectMended(opened);
});

it('reset mends a terminal that was left broken, and needs one', async () => {
  const script = `stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[?1003h\\033[?2004h\\033[?5h\\033[>1u'; sleep 0.2; "$0" "$@" reset; echo "ended:$?"; exec cat`;
  const opened = startTerminal(['/bin/sh', '-c', script, process.execPath, CLI], { env: home.env });
  terminal = opened;
  await opened.waitForScreen(/ended:0/);
  await expectSane(opened);
  expect(await home.podwatch(['reset'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no terminal') });
});
