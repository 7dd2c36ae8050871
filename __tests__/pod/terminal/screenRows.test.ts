// The rows of a screen: which go on in the next one, also for a viewer, and how they stand in tiles.
import fc from 'fast-check';
import type { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { screenRows } from '../../../src/pod/terminal/screenRows';
import { look, newScreen, open, shownRows, viewed, written } from './viewedScreens';

afterEach(() => {
  for (const screen of open.splice(0)) screen.dispose();
});

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

test('a row that a lower screen has not is its last one, also when it is higher again', async () => {
  const screen = await written(newScreen(), '\x1b[5;1H\x1b7\x1b[1;1H');
  screen.resize({ cols: 20, rows: 3 });
  screen.resize({ cols: 20, rows: 6 });
  expect(shownRows(await written(screen, '\x1b8X'))[2]).toBe('X');
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
