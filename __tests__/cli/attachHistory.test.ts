// The history of an attached Pod: opened by a key that its program misses nothing by, left by typing on.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const SHIFT_PAGE_UP = '\x1b[5;2~';
const DETACH = '\x1c';
const WHEEL_UP = '\x1b[<64;10;10M';
const WHEEL_DOWN = '\x1b[<65;10;10M';
const CLICK = '\x1b[<0;10;10M\x1b[<0;10;10m';

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

function configure(config: object): void {
  const directory = path.join(home.directory, 'user', '.config', 'podwatch');
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config));
}

async function attached(script: string, ...options: string[]): Promise<DrivenTerminal> {
  expect(await home.podwatch(['run', 'demo', '-d', ...options, '--', '/bin/sh', '-c', script])).toMatchObject({
    code: 0,
  });
  terminal = startTerminal([process.execPath, CLI, 'attach', 'demo'], { env: home.env, cwd: home.directory });
  return terminal;
}

const ROWS =
  'i=1; while [ $i -le 200 ]; do echo "row $i."; i=$((i+1)); done; printf "\\033]2;rows are there\\007"; exec cat';

/** The last of them with its line end, which may come later than its text. */
async function rowsAreThere(shown: DrivenTerminal): Promise<void> {
  await shown.waitForScreen(/row 200\./);
  await until(() => shown.rawBytes().includes('\x1b]2;rows are there'));
}

test('back, searched, copied from, and typed on: nothing of it reaches the program but what was typed on', async () => {
  const shown = await attached(ROWS);
  await rowsAreThere(shown);
  shown.send(SHIFT_PAGE_UP);
  await shown.waitForScreen(/rows 157–179 of 201/);
  shown.send('g');
  await shown.waitForScreen(/^row 1\.$/m);
  shown.send('/row 15');
  await shown.waitForScreen(/\/row 15_ · 1 of 11/);
  shown.send('\rnn');
  await shown.waitForScreen(/\/row 15 · 10 of 11/);
  shown.send('vV');
  shown.send('y');
  await shown.waitForScreen(/1 line copied|sent to the terminal|clipboard/i);
  await until(() => shown.rawBytes().includes(`\x1b]52;c;${Buffer.from('row 158.').toString('base64')}`));
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
  configure({ historyKey: 'C-]' });
  const shown = await attached(`printf '\\033[?1049hfull screen\\n'; exec cat`);
  await shown.waitForScreen(/full screen/);
  shown.send('\x1d');
  await shown.waitForScreen(/rows \d+–\d+ of \d+/);
  shown.send(DETACH);
  expect(await shown.exit).toMatchObject({ code: 0 });
  expect(shown.modes()).toEqual([]);
});

test('the wheel scrolls back on the normal screen, and on to where it was; clicks reach nobody', async () => {
  const shown = await attached(`stty -echo; ${ROWS} -v`);
  await rowsAreThere(shown);
  // Where nobody has asked for it, the mouse is the terminal's: one can select and copy there as ever.
  expect(shown.modes()).not.toContain('mouse');
  shown.send(`${CLICK}${WHEEL_UP}${WHEEL_UP}`);
  await shown.waitForScreen(/rows 173–195 of 201/);
  await until(() => shown.modes().includes('mouse drag'));
  shown.send(WHEEL_DOWN.repeat(2));
  await shown.waitForScreen((screen) => screen.includes('row 200.') && !screen.includes('rows '));
  await until(() => !shown.modes().includes('mouse drag'));
  shown.send(`${CLICK}${WHEEL_DOWN}typed\r`);
  expect(await shown.waitForScreen(/typed/)).not.toContain('[<');
});

test('cut anywhere, the wheel and the key are what they are; in a paste they are text', async () => {
  const shown = await attached(`stty -echo; ${ROWS} -v`);
  await rowsAreThere(shown);
  shown.send(`\x1b[200~pasted ${WHEEL_UP} ${SHIFT_PAGE_UP}\x1b[201~\r`);
  await shown.waitForScreen(/pasted \^\[\[<64;10;10M \^\[\[5;2~/);
  for (const piece of ['\x1b[<6', '4;10;', '10M']) shown.send(piece);
  await shown.waitForScreen(/rows \d+–\d+ of \d+/);
});

test('what is typed while the history is being read is not lost', async () => {
  const shown = await attached(`stty -echo; ${ROWS}`);
  await rowsAreThere(shown);
  shown.send(`${SHIFT_PAGE_UP}ahead\r`);
  await shown.waitForScreen((screen) => /^ahead$/m.test(screen) && !screen.includes('rows '));
});

test('with nothing above the screen the wheel shows nothing, and is no input', async () => {
  const shown = await attached('stty -echo; echo only; exec cat -v');
  await shown.waitForScreen(/only/);
  shown.send(`${WHEEL_UP}typed\r`);
  const screen = await shown.waitForScreen(/typed/);
  expect(screen).not.toContain('[<');
  expect(screen).not.toContain('rows ');
});

test('a program that asks for the mouse has all of it, on its normal screen too', async () => {
  const shown = await attached(`stty raw -echo; printf '\\033[?1000h\\033[?1006hmine'; exec cat -v`);
  await shown.waitForScreen(/mine/);
  shown.send(WHEEL_UP);
  await shown.waitForScreen(/\^\[\[<64;10;10M/);
});

test('asked for, the wheel is reported as long as the program wants no mouse, and given back', async () => {
  configure({ attachMouse: true });
  const shown = await attached(
    `stty -echo; ${ROWS.replace('exec cat', 'read x')}; printf '\\033[?1002hwants'; read x; printf '\\033[?1002lleft'; exec cat`,
  );
  await rowsAreThere(shown);
  await shown.waitForScreen(() => ['mouse', 'mouse sgr'].every((mode) => shown.modes().includes(mode)));
  shown.send(WHEEL_UP);
  await shown.waitForScreen(/rows \d+–\d+ of \d+/);
  shown.send('q');
  await shown.waitForScreen((screen) => !screen.includes('rows ') && shown.modes().includes('mouse'));
  shown.send('\r');
  await shown.waitForScreen(
    (screen) =>
      screen.includes('wants') && !shown.modes().includes('mouse sgr') && shown.modes().includes('mouse drag'),
  );
  shown.send('\r');
  await shown.waitForScreen((screen) => screen.includes('left') && shown.modes().includes('mouse sgr'));
  shown.send(DETACH);
  await shown.exit;
  expect(shown.modes()).toEqual([]);
});

test('all of it in the pager of the user, and back to the same place', async () => {
  const pager = path.join(home.directory, 'pager');
  writeFileSync(pager, '#!/bin/sh\nstty -a | grep -o " -\\?icanon"; tail -n 3 "$1"; echo IN PAGER; read x\n');
  chmodSync(pager, 0o755);
  home.env.PAGER = pager;
  const shown = await attached(`stty -echo; ${ROWS}`);
  await rowsAreThere(shown);
  shown.send(`${SHIFT_PAGE_UP}`);
  await shown.waitForScreen(/rows 157–179 of 201/);
  shown.send('e');
  expect(await shown.waitForScreen(/IN PAGER/)).toMatch(/^ icanon(?:.|\n)*row 199\.\nrow 200\./m);
  expect(shown.modes()).toEqual([]);
  shown.send('\r');
  await shown.waitForScreen(/rows 157–179 of 201/);
  shown.send('qon\r');
  await shown.waitForScreen((screen) => /^on$/m.test(screen) && !screen.includes('rows '));
  shown.send(DETACH);
  await shown.exit;
  expect(shown.modes()).toEqual([]);
});

test('without a recording, what the Pod keeps itself', async () => {
  const shown = await attached(ROWS, '--no-record');
  await rowsAreThere(shown);
  shown.send(SHIFT_PAGE_UP);
  await shown.waitForScreen(/rows \d+–\d+ of \d+/);
  shown.send('g');
  await shown.waitForScreen(/^row 1\.$/m);
});
