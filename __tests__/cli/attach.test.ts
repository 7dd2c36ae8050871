// `attach` and `run` in a real pseudo-terminal, on real Pods: what the user sees, and what is left when it is over.
import fs from 'node:fs';
import path from 'node:path';
import { processTable } from '../../src/processes/processTable';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const DETACH = '\x1c';
const SH = ['/bin/sh'];

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

/** As from a shell, which notes the line discipline that it is left with. */
function cli(args: readonly string[], size: { cols?: number; rows?: number } = {}): DrivenTerminal {
  const script = '"$@"; code=$?; stty -a > flags; exit $code';
  const argv = ['/bin/sh', '-c', script, 'sh', process.execPath, CLI, ...args];
  const terminal = startTerminal(argv, { env: home.env, cwd: home.directory, ...size });
  terminals.push(terminal);
  return terminal;
}

/** The process of `podwatch COMMAND` itself. */
function cliPid(command: string): number {
  const pattern = new RegExp(`^${process.execPath} ${CLI} ${command}`);
  return processesWithMark(home.directory).find((found) => pattern.test(found.command))?.pid ?? 0;
}

async function start(name: string, argv: readonly string[], options: readonly string[] = []): Promise<void> {
  expect(await home.podwatch(['run', name, '-d', ...options, '--', ...argv])).toMatchObject({ code: 0, stderr: '' });
}

/** Left as it was found: no mode on, line discipline cooked with echo and output processing. */
function expectSane(terminal: DrivenTerminal): void {
  expect(terminal.modes()).toEqual([]);
  const flags = fs.readFileSync(path.join(home.directory, 'flags'), 'utf8').split(/[\s;]+/);
  expect(flags).toEqual(expect.arrayContaining(['icanon', 'echo', 'isig', 'opost', 'onlcr', 'icrnl']));
}

it('runs, attaches, takes wide characters, detaches, and shows both screens again at the next attach', async () => {
  const first = cli(['run', 'demo', '--', ...SH]);
  await first.waitForScreen(/^\$/m);
  expect(first.modes()).toContain('alternate screen');
  first.send('echo 日本🚀 $((40+2))\r');
  await first.waitForScreen(/^日本🚀 42$/m);
  first.send(DETACH);
  expect(await first.exit).toEqual({ code: 0, signal: null });
  expect(first.screenText().trim()).toBe('[detached from demo]');
  expectSane(first);

  const second = cli(['attach', 'demo']);
  await second.waitForScreen(/^日本🚀 42$/m);
  second.send('exit 3\r');
  expect(await second.exit).toEqual({ code: 0, signal: null });
  expect(second.screenText()).toContain('[demo exited with code 3]');
  expectSane(second);
});

it('follows the size of the terminal', async () => {
  const terminal = cli(['run', 'demo', '--', ...SH], { cols: 90, rows: 20 });
  await terminal.waitForScreen(/^\$/m);
  terminal.send('stty size\r');
  await terminal.waitForScreen(/^20 90$/m);
  terminal.resize(101, 33);
  await until(() => {
    terminal.send('stty size\r');
    return /^33 101$/m.test(terminal.screenText());
  });
});

it('writes the bytes of the program as they are: a line feed alone stays one', async () => {
  await start('raw', ['/bin/sh', '-c', 'stty raw -echo; read -r x; printf "one\\ntwo"; sleep 60']);
  const terminal = cli(['attach', 'raw']);
  await until(() => terminal.modes().includes('alternate screen'));
  terminal.send('\n');
  await terminal.waitForScreen(/^one\n {3}two$/m);
});

it.each([
  ['kitty', '\x1b[92;5u'],
  ['modifyOtherKeys', '\x1b[27;5;92~'],
])('detaches by the %s encoding, and gives back every mode the program has switched on', async (_, key) => {
  const on =
    '\\033[?1000h\\033[?1003h\\033[?1006h\\033[?1004h\\033[?2004h\\033[?1h\\033[>1u\\033[>4;2m\\033[?25l\\033[?7l';
  await start('modes', ['/bin/sh', '-c', `printf '${on}ready'; sleep 60`]);
  const terminal = cli(['attach', 'modes']);
  await terminal.waitForScreen(/ready/);
  const switchedOn = ['mouse any', 'bracketed paste', 'kitty keyboard', 'modifyOtherKeys', 'cursor hidden'];
  await until(() => switchedOn.every((mode) => terminal.modes().includes(mode)));
  terminal.send(key);
  expect(await terminal.exit).toEqual({ code: 0, signal: null });
  expectSane(terminal);
  expect(terminal.rawBytes().toString('latin1')).toMatch(/\x1b\[\?1049l\x1b\[23;0t\[detached from modes\]\r\n$/);
});

it('sends the detach key through when it is pressed twice, and takes another one with --detach-key', async () => {
  await start('keys', [
    '/bin/sh',
    '-c',
    'stty raw -echo; printf ready; dd bs=1 count=1 2>/dev/null | od -An -tx1; sleep 60',
  ]);
  const terminal = cli(['attach', 'keys', '--detach-key', 'C-]']);
  await terminal.waitForScreen(/ready/);
  terminal.send(DETACH);
  await terminal.waitForScreen(/1c/);
  terminal.send('\x1d');
  expect(await terminal.exit).toEqual({ code: 0, signal: null });

  await start('twice', [
    '/bin/sh',
    '-c',
    'stty raw -echo; printf ready; dd bs=1 count=1 2>/dev/null | od -An -tx1; sleep 60',
  ]);
  const other = cli(['attach', 'twice']);
  await other.waitForScreen(/ready/);
  other.send(DETACH + DETACH);
  await other.waitForScreen(/1c/);
  other.send(DETACH);
  expect(await other.exit).toEqual({ code: 0, signal: null });
});

it('a paste that holds the detach key arrives whole', async () => {
  const paste = `\x1b[200~${'x'.repeat(50_000)}${DETACH}end\x1b[201~`;
  const file = path.join(home.directory, 'pasted');
  await start('paste', [
    '/bin/sh',
    '-c',
    `stty raw -echo; printf ready; head -c ${paste.length} > ${file}; printf done; sleep 60`,
  ]);
  const terminal = cli(['attach', 'paste']);
  await terminal.waitForScreen(/ready/);
  terminal.send(paste);
  await terminal.waitForScreen(/done/);
  expect(fs.readFileSync(file, 'latin1') === paste).toBe(true);
});

it('only watches with --read-only', async () => {
  await start('demo', SH);
  const watcher = cli(['attach', 'demo', '--read-only'], { cols: 70, rows: 15 });
  await watcher.waitForScreen(/^\$/m);
  watcher.send('echo no$((1))\r');
  const writer = cli(['attach', 'demo']);
  await writer.waitForScreen(/^\$/m);
  writer.send('echo yes$((1)); stty size\r');
  await watcher.waitForScreen(/^yes1$/m);
  await writer.waitForScreen(/^24 80$/m);
  expect(watcher.screenText()).not.toContain('no1');
  watcher.send(DETACH);
  expect(await watcher.exit).toEqual({ code: 0, signal: null });
});

it.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const)('on %s the terminal is sane and the Pod lives on', async (signal, code) => {
  await start('demo', ['/bin/sh', '-c', `printf '\\033[?1000h\\033[?2004hready'; sleep 60`]);
  const terminal = cli(['attach', 'demo']);
  await terminal.waitForScreen(/ready/);
  process.kill(cliPid('attach'), signal);
  expect(await terminal.exit).toEqual({ code, signal: null });
  expectSane(terminal);
  expect(home.allocations()).toHaveLength(1);
});

it('ends without a word when the terminal is taken away', async () => {
  await start('demo', SH);
  const terminal = cli(['attach', 'demo']);
  await terminal.waitForScreen(/^\$/m);
  const pid = cliPid('attach');
  terminal.hangUp();
  await until(() => pid !== 0 && !fs.existsSync(`/proc/${pid}`));
  expect(home.allocations()).toHaveLength(1);
});

it('says that it is lost when the process of the Pod is killed', async () => {
  await start('demo', SH);
  const terminal = cli(['attach', 'demo']);
  await terminal.waitForScreen(/^\$/m);
  process.kill(home.allocations()[0]?.pid ?? 0, 'SIGKILL');
  expect(await terminal.exit).toEqual({ code: 1, signal: null });
  expect(terminal.screenText()).toContain('[lost demo: its process has gone]');
  expectSane(terminal);
});

it('a Pod whose process hangs can be left', async () => {
  await start('demo', SH);
  const terminal = cli(['attach', 'demo']);
  await terminal.waitForScreen(/^\$/m);
  const pid = home.allocations()[0]?.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  try {
    terminal.send('typed in vain');
    terminal.send(DETACH);
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expectSane(terminal);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

it('without a name: the letters that are typed choose among several, and Enter attaches', async () => {
  // Letters are sought in directories and branches too: not in those of the checkout.
  await start('first', SH, ['--cwd', home.directory]);
  await start('second', ['/bin/sh', '-c', 'echo here is two; exec cat'], ['--cwd', home.directory]);
  const terminal = cli(['attach']);
  await terminal.waitForScreen(/first[\s\S]*Enter attach|second[\s\S]*Enter attach/);
  terminal.send('scd');
  // Until it has answered Enter is refused.
  await terminal.waitForScreen(/1 of 2[\s\S]*> second +\[live idle\]/);
  terminal.send('\r');
  await terminal.waitForScreen(/^here is two/);
  terminal.send(DETACH);
  expect(await terminal.exit).toEqual({ code: 0, signal: null });
  expectSane(terminal);
});

it('refuses a Pod from inside itself, and a place that is no terminal', async () => {
  const terminal = cli(['run', 'demo', '--', ...SH]);
  await terminal.waitForScreen(/^\$/m);
  terminal.send(`clear; ${process.execPath} ${CLI} attach demo; echo code $?\r`);
  const screen = await terminal.waitForScreen(/code \d/);
  expect(screen.replaceAll('\n', '')).toContain('runs inside the Pod "demo"');
  expect(screen).toContain('code 4');
  expect(await home.podwatch(['attach', 'demo'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('terminal'),
  });
});

it('loses no byte before an exit', async () => {
  const lines = 5000;
  await start('flood', [
    '/bin/sh',
    '-c',
    `read x; i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo line-$i-end; done`,
  ]);
  const terminal = cli(['attach', 'flood']);
  await until(() => terminal.modes().includes('alternate screen'));
  terminal.send('\r');
  expect(await terminal.exit).toEqual({ code: 0, signal: null });
  const seen = new Set(
    terminal
      .rawBytes()
      .toString('latin1')
      .match(/line-\d+-end/g),
  );
  expect(seen.size).toBe(lines);
});

it('below another program, which stops sooner, it goes on as soon as its shell brings the job back', async () => {
  await start('demo', SH);
  const shell = startTerminal(['bash', '--norc', '-i'], { env: { ...home.env, PS1: 'outer> ' }, cwd: home.directory });
  terminals.push(shell);
  shell.send(`sh -c '"$0" "$@"; exit $?' ${process.execPath} ${CLI} attach demo\r`);
  await shell.waitForScreen(/^\$ *$/m);
  const runner = processTable().find(({ parent }) => parent === shell.pid)?.pid ?? 0;
  process.kill(-runner, 'SIGTSTP');
  // On whichever of the two screens is shown at that moment.
  await until(() => shell.rawBytes().includes('Stopped'));
  // Behind an answer of the terminal that was on its way still.
  shell.send('\x15fg\r');
  await until(() => shell.modes().includes('alternate screen'));
  shell.send('echo $((40+2))\r');
  await shell.waitForScreen(/^42$/m);
  shell.send(DETACH);
  await shell.waitForScreen(/detached from demo/);
});
