// The history of an attached Pod: opened by a key that its program misses nothing by, left by typing on.
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

const SHIFT_PAGE_UP = '\x1b[5;2~';
const DETACH = '\x1c';

let home: TempHome;
let terminal: DrivenTerminal | null;
beforeEach(() => {
  home = makeTempHome();
  terminal = null;
});
afterEach(async () => {
  await terminal?.close();
  await home.close();
});

async function attached(script: string): Promise<DrivenTerminal> {
  expect(await home.podwatch(['run', 'demo', '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
  terminal = startTerminal([process.execPath, CLI, 'attach', 'demo'], { env: home.env, cwd: home.directory });
  return terminal;
}

const ROWS = 'i=1; while [ $i -le 200 ]; do echo "row $i."; i=$((i+1)); done; exec cat';

test('back, searched, copied from, and typed on: nothing of it reaches the program but what was typed on', async () => {
  const shown = await attached(ROWS);
  await shown.waitForScreen(/row 200\./);
  // What was printed has been recorded, also where the machine is slow.
  await shown.waitForScreen((screen) => {
    if (!/rows \d+–\d+ of \d+/.test(screen)) shown.send(SHIFT_PAGE_UP);
    return /rows \d+–\d+ of \d+/.test(screen);
  });
  shown.send('g');
  await shown.waitForScreen(/^row 1\.$/m);
  shown.send('/row 15');
  await shown.waitForScreen(/\/row 15_ · 1 of 11/);
  shown.send('\rnn');
  await shown.waitForScreen(/\/row 15 · 10 of 11/);
  shown.send('vV');
  shown.send('y');
  await shown.waitForScreen(/1 line copied|sent to the terminal|clipboard/i);
  expect(shown.rawBytes().toString('latin1')).toContain(`\x1b]52;c;${Buffer.from('row 158.').toString('base64')}`);
  shown.send('\x1b');
  await shown.waitForScreen((screen) => !screen.includes('/row 15'));
  shown.send('typed on\r');
  const screen = await shown.waitForScreen(/typed on\ntyped on/);
  expect(screen).toContain('row 200.');
  expect(screen).not.toContain('row 15');
  shown.send(DETACH);
  await shown.exit;
  expect(shown.modes()).toEqual([]);
});

test('a program on the alternate screen gets the key itself', async () => {
  const shown = await attached('printf "\\033[?1049hfull screen\\n"; stty raw -echo; exec cat -v');
  await shown.waitForScreen(/full screen/);
  shown.send(SHIFT_PAGE_UP);
  await shown.waitForScreen(/\^\[\[5;2~/);
  shown.send(DETACH);
  await shown.exit;
});

test('a key of the user opens it on any screen; the detach key leaves it all', async () => {
  const { mkdirSync, writeFileSync } = await import('node:fs');
  const directory = `${home.env.HOME}/.config/podwatch`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/config.json`, JSON.stringify({ historyKey: 'C-]' }));
  const shown = await attached(`printf '\\033[?1049hfull screen\\n'; exec cat`);
  await shown.waitForScreen(/full screen/);
  await shown.waitForScreen((screen) => {
    if (!/rows \d+–\d+ of \d+/.test(screen)) shown.send('\x1d');
    return /rows \d+–\d+ of \d+/.test(screen);
  });
  shown.send(DETACH);
  expect(await shown.exit).toMatchObject({ code: 0 });
  expect(shown.modes()).toEqual([]);
});
