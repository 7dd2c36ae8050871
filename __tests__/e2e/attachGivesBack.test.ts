// Whatever terminal, whatever a program has touched of it, and however an attach ends: it is as it was, and all comes back.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { TerminalKind, type TerminalTraits } from '../fixtures/terminalKind';
import { until } from '../fixtures/until';

/** What a program can touch, and how the terminal says that it is so. */
const TOUCHES: readonly (readonly [sequence: string, differs: string])[] = [
  ['\x1b[?1h', '?1'],
  ['\x1b[?5h', '?5'],
  ['\x1b[?12h', '?12'],
  ['\x1b[?25l', '?25'],
  ['\x1b[?1003h', '?1003'],
  ['\x1b[?1016h', '?1016'],
  ['\x1b[?1004h', '?1004'],
  ['\x1b[?2004h', '?2004'],
  ['\x1b[?2031h', '?2031'],
  ['\x1b[?5522h', '?5522'],
  ['\x1b[4h', 'mode 4'],
  ['\x1b=', 'keypad'],
  ['\x1b[5 q', 'cursor shape'],
  ['\x1b[>4;2m', 'modifyOtherKeys'],
  ['\x1b[>1u', 'kitty keys within'],
  ['\x1b]4;1;#102030\x07', 'colour 4;1'],
  ['\x1b]10;#aabbcc\x07', 'colour 10'],
  ['\x1b]11;#010203\x07', 'colour 11'],
  ['\x1b]12;red\x07', 'colour 12'],
  ['\x1b]9;4;1;40\x07', 'progress'],
  ['\x1b]22;wait\x07', 'pointer'],
  ['\x1b]2;its title\x07', 'title'],
  ['\x1b]8;;https://example.org\x07', 'link'],
];
/** For these no viewer is asked, and no terminal is touched. */
const KEPT_INSIDE = '\x1b[22;0t\x1b[?2027h\x1b[?2048h\x1b[?1007s\x1b[?1007h\x1b[?2026h\x1b[?2026l';

const TERMINALS: readonly (readonly [kind: string, traits: TerminalTraits])[] = [
  ['that saves modes, and the wheel does not type', { wheelTypes: false, savesModes: true, tellsModes: true }],
  ['that tells modes and saves none', { wheelTypes: true, savesModes: false, tellsModes: true }],
  [
    'that tells modes and saves none, where the wheel does not type',
    { wheelTypes: false, savesModes: false, tellsModes: true },
  ],
  ['that neither saves nor tells modes', { wheelTypes: true, savesModes: false, tellsModes: false }],
  ['far away', { wheelTypes: true, savesModes: false, tellsModes: true, delay: 150 }],
];

let home: TempHome;
let terminal: TerminalKind | null = null;
beforeAll(async () => {
  home = makeTempHome();
  const script = `process.stdin.setRawMode(true).resume(); process.stdout.write(${JSON.stringify(`${KEPT_INSIDE}\x1b[?1049h${TOUCHES.map(([sequence]) => sequence).join('')}LOUD`)})`;
  await home.podwatch(['run', 'loud', '-d', '--', process.execPath, '-e', script]);
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
});
afterAll(() => home.close());

const SHELL = `/bin/sh -c 'echo $$ > "$PID_FILE"; exec "$@"' sh "$@"; stty -echo; echo ENDED; IFS= read -r line; echo "[shell got: $line]"; exec cat`;

async function open(
  traits: TerminalTraits,
  argv: readonly string[],
): Promise<{ shown: TerminalKind; pid: () => number }> {
  const pidFile = path.join(home.directory, 'pid');
  fs.rmSync(pidFile, { force: true });
  const shown = new TerminalKind(
    ['/bin/sh', '-c', SHELL, 'sh', process.execPath, ...argv],
    { ...home.env, PID_FILE: pidFile },
    traits,
  );
  terminal = shown;
  await until(() => fs.existsSync(pidFile));
  return { shown, pid: () => Number(fs.readFileSync(pidFile, 'utf8')) };
}

const TOUCHED = TOUCHES.map(([, differs]) => differs);

async function attached(traits: TerminalTraits, argv: readonly string[] = [CLI, 'attach', 'loud']) {
  const opened = await open(traits, argv);
  await until(
    () => opened.shown.output.includes('LOUD') && TOUCHED.every((what) => opened.shown.differs.includes(what)),
  );
  expect(opened.shown.differs).not.toEqual(expect.arrayContaining(['?2027']));
  expect(opened.shown.differs).not.toEqual(expect.arrayContaining(['?2048']));
  return opened;
}

/** As it was, and nothing of what the terminal has said reaches the shell. */
async function expectAsFound(shown: TerminalKind): Promise<void> {
  await until(() => shown.output.includes('ENDED'));
  await until(() => shown.differs.length === 0).catch(() => expect(shown.differs).toEqual([]));
  await new Promise((resolve) => setTimeout(resolve, 200));
  shown.send('typed\r');
  await until(() => shown.output.includes('[shell got:'));
  expect(/\[shell got: (.*)\]/.exec(shown.output)?.[1]).toBe('typed');
}

test.each(TERMINALS)('after a detach, in a terminal %s; and once more', async (_, traits) => {
  for (let time = 0; time < 2; time++) {
    const { shown } = await attached(traits);
    shown.send('\x1c');
    await expectAsFound(shown);
    await shown.close();
  }
});

test('after a detach that follows at once', async () => {
  const { shown } = await open({ wheelTypes: false, savesModes: false, tellsModes: true, delay: 100 }, [
    CLI,
    'attach',
    'loud',
  ]);
  await until(() => shown.output.includes('?1007$p'));
  shown.send('\x1c');
  await expectAsFound(shown);
});

test('a terminal that has answered nothing is asked nothing more, and not waited for', async () => {
  const { shown } = await attached({ wheelTypes: true, savesModes: false, tellsModes: false, isMute: true });
  // Longer than any answer is waited for.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const asked = shown.output.length;
  shown.send('\x1c');
  await expectAsFound(shown);
  expect(shown.output.slice(asked)).not.toContain('\x1b[c');
});

const PLAIN: TerminalTraits = { wheelTypes: true, savesModes: true, tellsModes: true };

test('a viewer that only reads', async () => {
  const { shown } = await attached(PLAIN, [CLI, 'attach', '--read-only', 'loud']);
  shown.send('\x1c');
  await expectAsFound(shown);
});

test.each(['SIGHUP', 'SIGTERM', 'SIGQUIT', 'SIGKILL'] as const)('after %s', async (signal) => {
  const { shown, pid } = await attached({ ...PLAIN, savesModes: false });
  process.kill(pid(), signal);
  await until(() => shown.output.includes('ENDED'));
  await until(() => shown.differs.length === 0).catch(() => expect(shown.differs).toEqual([]));
});

test('after a crash', async () => {
  const preload = path.join(home.directory, 'crash.cjs');
  fs.writeFileSync(
    preload,
    `process.on('SIGWINCH', () => setImmediate(() => { throw new Error('crashed on purpose'); }));`,
  );
  const { shown, pid } = await attached(PLAIN, ['--require', preload, CLI, 'attach', 'loud']);
  process.kill(pid(), 'SIGWINCH');
  await until(() => shown.output.includes('ENDED'));
  await until(() => shown.differs.length === 0).catch(() => expect(shown.differs).toEqual([]));
  expect(shown.output).toContain('crashed on purpose');
});

test('from the dashboard, which has its own terminal back in between', async () => {
  const { shown } = await open(PLAIN, [CLI]);
  // Its tile shows it: by then it is known to be live.
  await until(() => shown.output.includes('LOUD'));
  const own = () => shown.differs.filter((what) => what !== 'title');
  await until(() => own().includes('?1006'));
  const before = own();
  shown.send('\r');
  await until(() => TOUCHED.every((what) => shown.differs.includes(what)));
  shown.send('\x1c');
  await until(() => own().join() === before.join()).catch(() => expect(own()).toEqual(before));
  shown.send('q');
  await expectAsFound(shown);
});

test('a signal that comes while the dashboard is given it back ends the dashboard', async () => {
  // What a terminal that says nothing might still answer is waited for.
  const { shown, pid } = await open({ ...PLAIN, tellsModes: false, isMute: true }, [CLI]);
  await until(() => shown.output.includes('LOUD'));
  await until(() => shown.differs.includes('?1006'));
  shown.send('\r');
  await until(() => TOUCHED.every((what) => shown.differs.includes(what)));
  const before = shown.output.length;
  shown.send('\x1c');
  await until(() => shown.output.includes('\x1b[?1049l', before));
  process.kill(pid(), 'SIGTERM');
  await until(() => shown.output.includes('ENDED'));
  await until(() => shown.differs.length === 0).catch(() => expect(shown.differs).toEqual([]));
});
