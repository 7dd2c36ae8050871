// A screen state must bring any terminal to the same cells and modes, whatever state it was in.
import fc from 'fast-check';
import { STYLE } from '../../../src/cells/textStyle';
import { screenRows } from '../../../src/pod/terminal/screenRows';
import { look, newScreen, open, shownRows, viewed, written } from './viewedScreens';

afterEach(() => {
  for (const screen of open.splice(0)) screen.dispose();
});

const pieces = fc.oneof(
  fc.constantFrom(
    'abc',
    'long line that wraps around',
    '日本語',
    '😀👍',
    'é',
    'x\u0301\u0323',
    '\r\n',
    '\n',
    '\b',
    '\t',
    '\x1b[1;31m',
    '\x1b[4:3;58:2::1:2:3m',
    '\x1b[48;5;200m',
    '\x1b[38;2;1;2;3;7m',
    '\x1b[9;53;2;3m',
    '\x1b[0m',
    '\x1b[K',
    '\x1b[2J',
    '\x1b[1J',
    '\x1b[6;20Hx\x1b[1J',
    '\x1b[5X',
    '\x1b[3@',
    '\x1b[2L',
    '\x1b[2;5r',
    '\x1b[r',
    '\x1b[?6h',
    '\x1b[?6l',
    '\x1b[?7l',
    '\x1b[?7h',
    '\x1b[4h',
    '\x1b[4l',
    '\x1b7',
    '\x1b8',
    '\x1b(0qqq',
    '\x1b(B',
    '\x1b)0\x0e',
    '\x0f',
    '\x1b[?25l',
    '\x1b[?25h',
    '\x1b[?1h',
    '\x1b=',
    '\x1b[?1000h\x1b[?1006h',
    '\x1b[?1003h',
    '\x1b[?1004h',
    '\x1b[?2004h',
    '\x1b[?1049h',
    '\x1b[?1049l',
    '\x1b]2;title\x07',
    '\x1bH',
    '\x1bM',
    '\x1b[!p',
    '\x1bc',
  ),
  fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 21 })).map(([y, x]) => `\x1b[${y};${x}H`),
);

const stream = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));

test('cells and modes are the same in a fresh terminal and in one that was anything else', async () => {
  await fc.assert(
    fc.asyncProperty(stream, stream, async (program, before) => {
      const screen = await written(newScreen(), program);
      // The viewer's terminal is on its alternate screen; what it shows there came from us.
      const viewer = await written(
        newScreen(),
        `\x1b[?1049h${before.replace(/\x1b\[\?1049[hl]|\x1bc|\x1b\]2;title\x07|\x1bH/g, '')}`,
      );
      await written(viewer, screen.state({ cols: 20, rows: 6 }));
      expect(look(viewer)).toEqual(look(screen));
    }),
    { numRuns: 300 },
  );
});

test('a viewer in the middle of a sequence is brought out of it', async () => {
  const screen = await written(newScreen(), 'hello');
  for (const half of ['\x1b[31', '\x1b]0;half', '\x1bPq12', '\x1b(', '\x1b']) {
    const viewer = await written(newScreen(), half);
    await written(viewer, screen.state({ cols: 20, rows: 6 }));
    expect(look(viewer)).toEqual(look(screen));
  }
});

test('a smaller viewer gets the rows around the cursor, cut at its edge', async () => {
  const screen = await written(newScreen(20, 6), '1\r\n2\r\n3\r\n4\r\n5 and a long row 日\r\n6');
  const viewer = await written(newScreen(6, 3), screen.state({ cols: 6, rows: 3 }));
  const rows = [0, 1, 2].map((y) => viewer.terminal.buffer.active.getLine(y)?.translateToString(true));
  expect(rows).toEqual(['4', '5 and', '6']);
  expect(viewer.terminal.buffer.active.cursorY).toBe(2);
});

test('modes that the headless terminal does not keep come along, and go when they are off', async () => {
  const program = '\x1b[>1u\x1b[>5u\x1b[>4;2m\x1b[3 q\x1b[?2031h\x1b[?5h\x1b[?5l';
  const state = (await written(newScreen(), program)).state({ cols: 20, rows: 6 }).toString();
  expect(state).toContain('\x1b[>1u\x1b[>5u');
  expect(state).toContain('\x1b[>4;2m');
  expect(state).toContain('\x1b[3 q');
  expect(state).toMatch(/\x1b\[\?2031l.*\x1b\[\?2031h/s);
  expect(state).toContain('\x1b[?5l');
  expect(state).not.toContain('\x1b[?5h');
});

test('the kitty keyboard stack follows the screen and its pops', async () => {
  const screen = await written(newScreen(), '\x1b[>1u\x1b[?1049h\x1b[>7u\x1b[>9u\x1b[<u\x1b[=2;2u');
  const state = () => screen.state({ cols: 20, rows: 6 }).toString();
  expect(state().match(/\x1b\[>\d+u/g)).toEqual(['\x1b[>7u']);
  await written(screen, '\x1b[?1049l');
  expect(state().match(/\x1b\[>\d+u/g)).toEqual(['\x1b[>1u']);
});

test.each([
  ['ESC 7', '\x1b7', '\x1b8'],
  ['CSI s', '\x1b[s', '\x1b[u'],
  ['mode 1048', '\x1b[?1048h', '\x1b[?1048l'],
])('a cursor saved with %s goes back to its row of the screen, however much has scrolled', async (_, save, restore) => {
  const program = `\x1b[3;2H${save}\x1b[6;1H\n\n\n${restore}X`;
  expect(shownRows(await written(newScreen(), program))[2]).toBe(' X');
  const saved = program.slice(0, -1 - restore.length);
  expect(shownRows(await written(await viewed(saved), `${restore}X`))[2]).toBe(' X');
});

test('the other screen comes and goes without moving a saved cursor', async () => {
  const program = '\x1b[2;1H\x1b7\x1b[6;1H\n\n\x1b[5;1H\x1b[?1049h\x1b[4;1H\x1b7\x1b[6;1H\n\n\x1b8A';
  const screen = await written(newScreen(), program);
  expect(shownRows(screen)[3]).toBe('A');
  expect(shownRows(await written(screen, '\x1b[?1049lN'))[4]).toBe('N');
});

test('with a saved cursor come its line drawing and its underline', async () => {
  const viewer = await viewed('\x1b(0\x1b[4m\x1b7\x1b[0m\x1b(Btext\r\n');
  await written(viewer, '\x1b8qq');
  expect(screenRows(viewer.terminal)[0]?.[0]).toEqual(['──', -1, -1, STYLE.underline, 1]);
});

test('a link stays a link, also that which goes on, and none begins by itself', async () => {
  const begin = '\x1b]8;;https://example.org\x1b\\';
  const screen = await written(newScreen(), `${begin}here\x1b]8;;\x1b\\ there ${begin}on`);
  const state = screen.state({ cols: 20, rows: 6 }).toString();
  expect(state).toMatch(/H\x1b\]8;id=podwatch-\d+;https:\/\/example\.org\x1b\\here\x1b\[1;6H\x1b\]8;;\x1b\\there/);
  expect(state.lastIndexOf('https://example.org')).toBeGreaterThan(state.lastIndexOf('\x1b]8;;\x1b\\'));
  const plain = (await written(newScreen(), 'here')).state({ cols: 20, rows: 6 }).toString();
  expect(plain.split('\x1b]8;;\x1b\\')).toHaveLength(2);
});

test('a link that reaches the edge keeps its last character', async () => {
  const viewer = await viewed('\x1b]8;;https://example.org\x1b\\12345678901234567890');
  expect(screenRows(viewer.terminal)[0]).toEqual([['12345678901234567890', -1, -1, 0, 1, 'https://example.org']]);
});

test('colours that a program has set come along, and go where it has taken them back', async () => {
  const screen = await written(newScreen(), '\x1b]11;#102030\x07\x1b]4;1;rgb:1/2/3;7;red\x07\x1b]12;?\x07');
  const state = () => screen.state({ cols: 20, rows: 6 }).toString();
  expect(state()).toContain('\x1b]11;#102030\x1b\\\x1b]4;1;rgb:1/2/3\x1b\\\x1b]4;7;red\x1b\\');
  await written(screen, '\x1b]104;1\x07\x1b]111\x07');
  expect(state()).toContain('\x1b]111\x1b\\\x1b]104;1\x1b\\\x1b]4;7;red\x1b\\');
  expect((await written(newScreen(), 'x')).state({ cols: 20, rows: 6 }).toString()).not.toMatch(/\x1b\](4|1\d);/);
});

test('the wheel types nothing on the normal screen, and is as the user has it on the other', async () => {
  const state = async (program: string) =>
    (await written(newScreen(), program)).state({ cols: 20, rows: 6 }).toString();
  const last = (text: string) => [...text.matchAll(/\x1b\[\?1007[hlrs]/g)].map(([found]) => found.at(-1)).join('');
  expect(last(await state('prompt$ '))).toBe('l');
  expect(last(await state('\x1b[?1007hprompt$ '))).toMatch(/l$/);
  expect(last(await state('\x1b[?1049h'))).toBe('hr');
  expect(last(await state('\x1b[?1049h\x1b[?1007l'))).toMatch(/l$/);
  expect(last(await state('\x1b[?1049h\x1b[?1007h'))).toMatch(/h$/);
});

test('a progress bar and the shape of the pointer come along', async () => {
  const screen = await written(newScreen(), '\x1b]9;4;1;50\x07\x1b]22;pointer\x07');
  const state = () => screen.state({ cols: 20, rows: 6 }).toString();
  expect(state()).toContain('\x1b]9;4;1;50\x1b\\\x1b]22;pointer\x1b\\');
  await written(screen, '\x1b]9;4;0\x07\x1b]22;\x07');
  expect(state()).toContain('\x1b]9;4;0\x1b\\\x1b]22;\x1b\\');
});

test('a title cannot break out of its sequence', async () => {
  const screen = await written(newScreen(), '\x1b]2;a\x9bb\x85c\x1b\\');
  expect(screen.title ?? '').not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
});
