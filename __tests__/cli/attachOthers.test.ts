// While a Pod is attached: the title counts who else needs the user, and a key leads there and back.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { podSocketPath } from '../../src/protocol/homePaths';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const NEXT = '\x1d';
const DETACH = '\x1c';

let home: TempHome;
let terminal: DrivenTerminal | null;
beforeEach(async () => {
  home = makeTempHome();
  terminal = null;
  const directory = path.join(home.directory, 'user', '.config', 'podwatch');
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'config.json'), JSON.stringify({ nextKey: 'C-]' }));
  for (const name of ['first', 'second', 'third']) await startShell(name);
});
afterEach(async () => {
  await terminal?.close();
  await home.close();
});

async function startShell(name: string): Promise<void> {
  const script = `stty -echo; printf '\\033]2;shell of ${name}\\007'; echo I am ${name}; exec cat -v`;
  expect(await home.podwatch(['run', name, '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
}

function titleOf(shown: DrivenTerminal): string | undefined {
  return [
    ...shown
      .rawBytes()
      .toString('utf8')
      .matchAll(/\x1b\]2;([^\x07]*)\x07/g),
  ].at(-1)?.[1];
}

async function expectTitle(shown: DrivenTerminal, title: string): Promise<void> {
  await until(() => titleOf(shown) === title).catch(() => expect(titleOf(shown)).toBe(title));
}

/** As a hook within it does. */
async function call(name: string): Promise<void> {
  const socket = podSocketPath(home.paths, name);
  const env = { ...home.env, PODWATCH_POD: name, PODWATCH_SOCKET: socket };
  const argv = [process.execPath, CLI, 'status', 'attention', '--reason', 'look here'];
  expect(await runProgram(argv, env)).toMatchObject({ code: 0 });
}

async function goRound(argv: readonly string[], attach: (shown: DrivenTerminal) => Promise<void>): Promise<void> {
  const shown = startTerminal([process.execPath, CLI, ...argv], { env: home.env, cwd: home.directory });
  terminal = shown;
  await attach(shown);
  await shown.waitForScreen(/^I am first/m);
  await expectTitle(shown, 'shell of first');
  // Nobody needs the user: there is nowhere to go, and it is no input.
  shown.send(`${NEXT}nowhere\r`);
  // What was typed behind it has come back: it has been read.
  await until(() => shown.rawBytes().includes('nowhere'));
  await call('second');
  await expectTitle(shown, 'shell of first — 1 needs you');
  await call('third');
  await expectTitle(shown, 'shell of first — 2 need you');
  shown.send(NEXT);
  await shown.waitForScreen(/^I am second/m);
  await expectTitle(shown, 'shell of second — 1 needs you');
  shown.send(NEXT);
  await shown.waitForScreen(/^I am third/m);
  await expectTitle(shown, 'shell of third');
  shown.send(NEXT);
  expect(await shown.waitForScreen(/^I am first/m)).not.toContain('^]');
  await expectTitle(shown, 'shell of first');
}

test('from the command line', async () => {
  await goRound(['attach', 'first'], async () => {});
  terminal?.send(DETACH);
  expect(await terminal?.exit).toMatchObject({ code: 0 });
  expect(terminal?.modes()).toEqual([]);
  expect(terminal?.screenText()).toContain('[detached from first]');
});

test('from the dashboard, and back into it', async () => {
  await goRound([], async (shown) => {
    await shown.waitForScreen(/I am first/);
    shown.send('/first\r');
    // Until it has answered Enter is refused.
    await shown.waitForScreen(/search "first"[\s\S]*╔═ ○ first[\s\S]*I am first/);
    shown.send('\r');
  });
  terminal?.send(DETACH);
  await terminal?.waitForScreen(/detached from first/);
  terminal?.send('q');
  terminal?.send('\x03');
  expect(await terminal?.exit).toMatchObject({ code: 0 });
});

test('what is typed behind the key at once is for the Pod that it leads to, on the screen and in the history', async () => {
  const shown = startTerminal([process.execPath, CLI, 'attach', 'first'], { env: home.env, cwd: home.directory });
  terminal = shown;
  await shown.waitForScreen(/^I am first/m);
  await call('third');
  await expectTitle(shown, 'shell of first — 1 needs you');
  shown.send(`to the first\r${NEXT}to the third\r`);
  const third = await shown.waitForScreen(/^I am third\s+to the third$/m);
  expect(third).not.toContain('to the first');
  shown.send('\x1b[5;2~');
  await shown.waitForScreen(/rows \d+–\d+ of \d+/);
  shown.send(`${NEXT}back again\r`);
  await shown.waitForScreen(/^I am first\s+to the first\s+back again$/m);
});

test('so is what is typed while the terminal is given back, without what the terminal says there by itself', async () => {
  const typed = '\x1b[Ithe \x1b[?62;22c\x1b]11;rgb:0000/0000/0000\x1b\\th\x1b[<0;5;5M\x1b[3;4Rird\x1b[A\r\x1b[<0;5';
  const whole = /^I am third-\d+\s+to the third\^\[\[A$/m;
  let screen = '';
  for (let turn = 1; turn <= 20 && !whole.test(screen); turn += 1) {
    await startShell(`third-${turn}`);
    const shown = startTerminal([process.execPath, CLI, 'attach', 'first'], { env: home.env, cwd: home.directory });
    terminal = shown;
    await shown.waitForScreen(/^I am first/m);
    await call(`third-${turn}`);
    await expectTitle(shown, 'shell of first — 1 needs you');
    shown.send(`${NEXT}to `);
    await shown.waitForScreen(() => shown.rawBytes().includes('\x1b[?1049l'));
    shown.send(typed);
    screen = await shown.waitForScreen(/ird\^\[\[A$/m);
    // It takes some 30 ms: where we come later, the next Pod has all of it as it is, and we try again.
    await shown.close();
  }
  expect(screen).toMatch(whole);
});

test('in the history, too, where a program has changed its title meanwhile', async () => {
  const shown = startTerminal([process.execPath, CLI, 'attach', 'first'], { env: home.env, cwd: home.directory });
  terminal = shown;
  await shown.waitForScreen(/^I am first/m);
  shown.send('\x1b[5;2~');
  await shown.waitForScreen(/rows \d+–\d+ of \d+/);
  await call('third');
  await expectTitle(shown, 'shell of first — 1 needs you');
  shown.send(NEXT);
  await shown.waitForScreen(/^I am third/m);
  shown.send(NEXT);
  await shown.waitForScreen(/^I am first/m);
});
