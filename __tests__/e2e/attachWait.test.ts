// A Pod that answers and does not give its terminal: its user sees what is waited for, can leave, and has lost no key when it comes.
import net from 'node:net';
import { type HostilePod, startHostilePod } from '../fixtures/startHostilePod';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

let home: TempHome;
let pod: HostilePod;
let terminal: DrivenTerminal | null = null;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await pod.end();
  await home.close();
});

const WAITS = /^Waiting for evil to give its terminal\n/m;

/** Behind a shell whose line says what of the terminal it was left. */
function podwatch(args: readonly string[]): DrivenTerminal {
  const script = 'printf "before $ "; "$@"; echo "ended $?"; stty -a | grep -cw icanon; exec cat';
  const argv = ['/bin/sh', '-c', script, 'sh', process.execPath, CLI, ...args];
  terminal = startTerminal(argv, { env: home.env, cols: 100, rows: 30 });
  return terminal;
}

function giveTerminal(): void {
  net
    .connect(pod.socket)
    .on('error', () => {})
    .end('give');
}

it.each([
  ['Esc', '\x1b'],
  ['the detach key', '\x1c'],
  ['the detach key by a keyboard protocol', '\x1b[92;5u'],
  ['Ctrl+C', '\x03'],
  ['another detach key', '\x11'],
])('an attach is left by %s, and the terminal is as it was', async (_, key) => {
  pod = await startHostilePod(home, 'statusFlood');
  const attach = podwatch(['attach', 'evil', ...(key === '\x11' ? ['--detach-key', 'C-q'] : [])]);
  const leaves = `Esc or Ctrl+${key === '\x11' ? 'Q' : '\\'} leaves`;
  await attach.waitForScreen((screen) => WAITS.test(screen) && screen.includes(leaves));
  attach.send(key);
  const left = await attach.waitForScreen(/ended 0\n1/);
  expect(left.trim()).toBe('before $ [left evil, which had not given its terminal yet]\nended 0\n1');
  expect(attach.modes()).toEqual([]);
});

it('a key that leaves is heard also where it was typed before anything was shown', async () => {
  pod = await startHostilePod(home, 'silent');
  const attach = podwatch(['attach', 'evil', '--read-only']);
  await attach.waitForScreen(/before/);
  // The terminal is not even raw yet.
  attach.send('\x1b');
  await attach.waitForScreen(/ended 0/);
});

it('what is typed while it waits is typed into the program, in its order, once it has its terminal', async () => {
  pod = await startHostilePod(home, 'late');
  const attach = podwatch(['attach', 'evil']);
  await attach.waitForScreen(WAITS);
  attach.send('one \x1b[A\x1b[B');
  attach.send('two');
  attach.resize(90, 25);
  await attach.waitForScreen(WAITS);
  giveTerminal();
  // Arrow keys come back as what they are: moves of the cursor, up and down.
  await attach.waitForScreen((screen) => screen.startsWith('one'));
  attach.send(' three');
  const shown = await attach.waitForScreen(/three/);
  expect(shown.replace(/\s+/g, ' ').trim()).toBe('one two three');
  attach.send('\x1c');
  await attach.waitForScreen(/detached from evil/);
  expect(attach.modes()).toEqual([]);
});

it('what is typed while it waits is in the composer where the Pod turns out to have a conversation alone', async () => {
  pod = await startHostilePod(home, 'lateTalk');
  const attach = podwatch(['attach', 'evil']);
  await attach.waitForScreen(WAITS);
  attach.send('one ');
  attach.send('two');
  giveTerminal();
  await attach.waitForScreen(/one two/);
  attach.send(' three');
  await attach.waitForScreen(/one two three/);
});

it('the dashboard comes back where the wait is left, and attaches when the Pod answers', async () => {
  pod = await startHostilePod(home, 'late');
  const dashboard = podwatch([]);
  // Until it has said what it is Enter opens its conversation.
  await dashboard.waitForScreen(/1 live · 1 running/);
  dashboard.send('\r');
  await dashboard.waitForScreen(WAITS);
  dashboard.send('\x1b');
  await dashboard.waitForScreen(/left evil, which had not given its terminal yet/);
  dashboard.send('\r');
  await dashboard.waitForScreen(WAITS);
  dashboard.send('typed');
  giveTerminal();
  await dashboard.waitForScreen(/^typed$/m);
  dashboard.send('\x1c');
  await dashboard.waitForScreen(/detached from evil/);
  dashboard.send('q');
  await dashboard.waitForScreen(/ended 0\n1/);
});
