// A screen state must bring any terminal to the same cells and modes, whatever state it was in.
import type { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { STYLE } from '../../../src/cells/textStyle';
import { cellSequence } from '../../../src/pod/terminal/cellStyle';
import { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { readInternals } from '../../../src/pod/terminal/screenInternals';
import { screenRows } from '../../../src/pod/terminal/screenRows';

const silent = { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} };
const open: HeadlessScreen[] = [];

function newScreen(cols = 20, rows = 6): HeadlessScreen {
  const screen = new HeadlessScreen({ cols, rows }, silent);
  open.push(screen);
  return screen;
}

afterEach(() => {
  for (const screen of open.splice(0)) screen.dispose();
});

async function written(screen: HeadlessScreen, bytes: string | Buffer): Promise<HeadlessScreen> {
  screen.write(Buffer.from(bytes as string));
  await new Promise<void>((resolve) => screen.whenParsed(resolve));
  return screen;
}

/** All that can be seen or felt: cells with their styles, cursor, pen, modes. A blank and an empty cell look the same. */
function look(screen: HeadlessScreen) {
  const { terminal } = screen;
  const buffer = terminal.buffer.active;
  const cells = Array.from({ length: terminal.rows }, (_, y) => rowLook(terminal, buffer.baseY + y));
  const { cursorHidden, mouseEncoding, pen, scrollTop, scrollBottom, savedCursor, charsetInUse, charsets, tabStops } =
    readInternals(terminal);
  return {
    cells,
    cursor: [buffer.cursorX, buffer.cursorY],
    modes: { ...terminal.modes, synchronizedOutputMode: false },
    internals: {
      cursorHidden,
      mouseEncoding,
      region: [scrollTop, scrollBottom],
      // Whether a saved cursor was about to wrap is not carried over.
      saved: [
        Math.min(savedCursor.x, terminal.cols - 1),
        savedCursor.y,
        styleLook(savedCursor.pen),
        savedCursor.charset,
      ],
      charsetInUse,
      charsets,
      tabStops,
    },
    pen: styleLook(pen),
    title: screen.title,
  };
}

/**
 * As a user sees it. With wrapping off, or after insertions, xterm keeps halves of wide characters: half a cell is a blank,
 * and where something was written over the right half, the left one is blank too.
 */
function rowLook(terminal: Terminal, row: number): unknown[] {
  const line = terminal.buffer.active.getLine(row);
  const charsAt = (x: number) => line?.getCell(x)?.getChars() ?? '';
  const isWhole = (x: number) => line?.getCell(x)?.getWidth() === 2 && charsAt(x + 1) === '';
  return Array.from({ length: terminal.cols }, (_, x) => {
    const cell = line?.getCell(x);
    if (!cell) return undefined;
    if (isWhole(x - 1)) return 'covered';
    const isBroken = cell.getWidth() === 2 && !isWhole(x);
    const chars = isBroken ? ' ' : cell.getChars() || ' ';
    return [chars, isWhole(x) ? 2 : 1, styleLook(cell, chars.trim() === '')];
  });
}

function styleLook(style: ReturnType<typeof readInternals>['pen'], isBlank = false): unknown {
  if (!style) return null;
  // Of a blank only what shows: not whether it is bold.
  return isBlank
    ? cellSequence(style)
        .replace(/\b(?:1|2|3|5|8|3[0-7]|9[0-7]|38;5;\d+|38;2;\d+;\d+;\d+)(?!\d);?(?=[\d;]*m)/g, '')
        .replace(/;m$/, 'm')
    : cellSequence(style);
}

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

/** What a viewer's terminal shows after the state of a Pod that has put out `program`. */
async function viewed(program: string, cols = 20, rows = 6): Promise<HeadlessScreen> {
  const screen = await written(newScreen(cols, rows), program);
  return written(newScreen(cols, rows), screen.state({ cols, rows }));
}

const wrapped = ({ terminal }: HeadlessScreen) =>
  Array.from({ length: terminal.rows }, (_, y) => terminal.buffer.active.getLine(y)?.isWrapped === true);

test('a line that was wrapped is one line for the viewer too, also where a wide character did not fit', async () => {
  const long = `https://example.org/${'a'.repeat(25)}`;
  expect(wrapped(await viewed(`${long}\r\nnext`))).toEqual([false, true, true, false, false, false]);
  expect(wrapped(await viewed(`${'a'.repeat(19)}漢字${' '.repeat(16)}b`))).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
  // Blank to the edge, and in colours.
  expect(wrapped(await viewed(`a${' '.repeat(19)}\x1b[44m \x1b[0mb`)).slice(0, 3)).toEqual([false, true, false]);
  expect(wrapped(await viewed(`${'a'.repeat(20)}\r\nb`)).slice(0, 2)).toEqual([false, false]);
});

test('what a wide character has left at the edge keeps its own style', async () => {
  const screen = await written(newScreen(20, 6), `${'a'.repeat(20)}\x1b[1J\x1b[7m😀`);
  const viewer = await written(newScreen(20, 6), screen.state({ cols: 20, rows: 6 }));
  expect(look(viewer)).toEqual(look(screen));
});

test('which rows go on is the same for a viewer, whatever was printed', async () => {
  const piece = fc.constantFrom('a', 'bcd', ' ', '漢', '🚀', 'e\u0301', '\r\n', '\x1b[44m', '\x1b[0m', '1234567');
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const screen = await written(newScreen(20, 6), pieces.join(''));
      const viewer = await written(newScreen(20, 6), screen.state({ cols: 20, rows: 6 }));
      const top = screen.terminal.buffer.active.baseY;
      // The first row may go on with one above the screen.
      const rows = Array.from({ length: 5 }, (_, y) => screen.terminal.buffer.active.getLine(top + y + 1)?.isWrapped);
      expect(wrapped(viewer).slice(1)).toEqual(rows);
      expect(look(viewer)).toEqual(look(screen));
    }),
    { numRuns: 200 },
  );
});

const shownRows = ({ terminal }: HeadlessScreen) => {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true));
};

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

test('a row that a lower screen has not is its last one, also when it is higher again', async () => {
  const screen = await written(newScreen(), '\x1b[5;1H\x1b7\x1b[1;1H');
  screen.resize({ cols: 20, rows: 3 });
  screen.resize({ cols: 20, rows: 6 });
  expect(shownRows(await written(screen, '\x1b8X'))[2]).toBe('X');
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

test('running text keeps styles, wide cells and inner blanks, and leaves blank ends out', async () => {
  const screen = await written(newScreen(20, 4), 'a  \x1b[31mred\x1b[0m 日本  \r\n\r\nlast\r\n');
  const again = await written(newScreen(20, 4), screen.flow(10_000));
  expect(screenRows(again.terminal)).toEqual(screenRows(screen.terminal));
  expect(screen.flow(10_000).toString().split('\r\n')).toHaveLength(3);
  expect(screen.flow(6).toString()).toBe('last');
});

test('rows for tiles: one code point a cell, styles as numbers, blanks at the end left out', async () => {
  const screen = await written(newScreen(20, 3), '\x1b[1;38;5;9mab\x1b[0m 👍🏽é\u0301 \x1b[48;2;1;2;3m \x1b[0m  ');
  expect(screenRows(screen.terminal)[0]).toEqual([
    ['ab', 9, -1, 1, 1],
    [' ', -1, -1, 0, 1],
    ['👍　', -1, -1, 0, 2],
    ['é ', -1, -1, 0, 1],
    [' ', -1, 0x1000000 + 0x010203, 0, 1],
  ]);
});

test('rows for tiles tell where a link leads, its blanks too; what is no address is text', async () => {
  const link = (address: string, text: string) => `\x1b]8;;${address}\x1b\\${text}\x1b]8;;\x1b\\`;
  const screen = await written(
    newScreen(30, 3),
    `see ${link('https://a.example/x', 'the page')} ${link('javascript:x', 'no')}\r\n${link('file:///tmp/a', 'f')}`,
  );
  expect(screenRows(screen.terminal).slice(0, 2)).toEqual([
    [
      ['see ', -1, -1, 0, 1],
      ['the page', -1, -1, 0, 1, 'https://a.example/x'],
      [' no', -1, -1, 0, 1],
    ],
    [['f', -1, -1, 0, 1, 'file:///tmp/a']],
  ]);
});
