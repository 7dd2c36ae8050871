// Two Pods never show each other, through however many, and a dumb terminal shows none.
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

let home: TempHome;
const terminals: DrivenTerminal[] = [];
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  for (const terminal of terminals.splice(0)) await terminal.close();
  await home.close();
});

const shell = (name: string) => home.podwatch(['run', name, '-d', '--', 'sh']);
const attachIn = (outer: string, inner: string) =>
  home.podwatch(['send', outer, `${process.execPath} ${CLI} attach ${inner}`]);
const logs = async (name: string) => (await home.podwatch(['logs', name])).stdout.replaceAll('\n', ' ');

test('a circle is refused with the names of its chain', async () => {
  await Promise.all(['a', 'b', 'c'].map(shell));
  await attachIn('a', 'b');
  await attachIn('b', 'c');
  await home.podwatch(['send', 'c', 'echo in the $((40 + 2))th shell']);
  await until(async () => (await logs('a')).includes('in the 42th shell'));
  await attachIn('c', 'a');
  const refusal = '"a" shows "b", which shows "c", where this terminal is';
  await until(async () => (await logs('c')).includes(refusal));
});

test('of two that begin at the same moment, at most one shows the other', async () => {
  await Promise.all(['a', 'b'].map(shell));
  await Promise.all([attachIn('a', 'b'), attachIn('b', 'a')]);
  await until(async () => /they would show each other without end/.test((await logs('a')) + (await logs('b'))));
});

test('a dashboard within a Pod does not show that Pod, nor one that shows it', async () => {
  await Promise.all(['a', 'b'].map(shell));
  const opens = (name: string) => {
    const viewer = startTerminal([process.execPath, CLI, 'attach', name], { env: home.env, cols: 120, rows: 30 });
    terminals.push(viewer);
    viewer.send(`${process.execPath} ${CLI}\r`);
    return viewer;
  };
  await opens('a').waitForScreen(/"a" would show itself/);
  await attachIn('b', 'a');
  await until(async () => (await logs('b')).includes('"a" shows "b", where this terminal is'));
  await opens('b').waitForScreen(/"a" shows "b"/);
});

test('a terminal of the kind "dumb" is refused', async () => {
  await shell('a');
  const argv = ['sh', '-c', 'TERM=dumb "$0" "$1" attach a; echo "exit $?"; read x', process.execPath, CLI];
  const terminal = startTerminal(argv, { env: home.env, cols: 200 });
  terminals.push(terminal);
  const screen = await terminal.waitForScreen(/exit \d/);
  expect(screen).toContain('kind "dumb" (TERM=dumb). What it has printed: podwatch logs a');
  expect(screen).toContain('exit 2');
  expect(terminal.rawBytes().includes('\x1b')).toBe(false);
});

test('there a recording is not played, and a new Pod runs without being shown', async () => {
  await shell('a');
  const commands = ['replay a', 'run b -- cat'].map((words) => `"$0" "$1" ${words}; echo "exit $?"`);
  const argv = ['sh', '-c', `export TERM=dumb; ${commands.join('; ')}; read x`, process.execPath, CLI];
  const terminal = startTerminal(argv, { env: home.env, cols: 200 });
  terminals.push(terminal);
  const screen = await terminal.waitForScreen(/exit \d(?:.|\n)*exit \d/);
  expect(screen).toMatch(/kind "dumb" \(TERM=dumb\)\. As text: podwatch logs a\nexit 2\n/);
  expect(screen).toContain('Pod b is live. Attach to it: podwatch attach b\nexit 0');
  expect(terminal.rawBytes().includes('\x1b')).toBe(false);
});
