// A flood that is not parsed to its last byte must look as if it were; and no output may end the Pod.
import fc from 'fast-check';
import { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { readField } from '../../../src/pod/terminal/readField';
import { ScreenParser } from '../../../src/pod/terminal/screenParser';
import { screenTerminal } from '../../../src/pod/terminal/screenTerminal';
import { shownPieces } from '../../../src/pod/terminal/shownPieces';

const silent = { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} };

/** The whole buffer with its scrollback, the cursor, and what a next character would look like. */
async function end(chunks: Buffer[]): Promise<unknown> {
  const screen = new HeadlessScreen({ cols: 12, rows: 4 }, silent);
  for (const chunk of chunks) screen.write(chunk);
  screen.write(Buffer.from('\x1b8saved'));
  await new Promise<void>((resolve) => screen.whenParsed(resolve));
  const buffer = screen.terminal.buffer.active;
  const lines = Array.from({ length: buffer.length }, (_, y) => {
    const line = buffer.getLine(y);
    return [line?.translateToString(), line?.isWrapped];
  });
  const state = {
    lines,
    x: buffer.cursorX,
    y: buffer.cursorY,
    base: buffer.baseY,
    screen: screen.state({ cols: 12, rows: 4 }),
  };
  screen.dispose();
  return state;
}

const before = fc.array(
  fc.constantFrom(
    'abc',
    '日本',
    '\r\n',
    'x\r\n'.repeat(9),
    '\x1b[31m',
    '\x1b[2;3r',
    '\x1b[4h',
    '\x1b[?7l',
    '\x1b[?1049h',
    '\x1b[3;5H',
    '\x1b7',
    '\x1b(0',
    '\x1b[?6h',
  ),
  { maxLength: 12 },
);
const line = fc.constantFrom(
  '',
  'a',
  'plain',
  '\ttab',
  'over\rwritten',
  'longer than twelve cells',
  '日本語',
  'e\u0301\u0301',
  '😀😀😀😀😀😀😀',
  '\u0301',
);

test('a flood of lines leaves what parsing all of it would leave', async () => {
  await fc.assert(
    fc.asyncProperty(
      before,
      fc.array(line, { minLength: 20, maxLength: 40 }),
      fc.boolean(),
      async (start, some, open) => {
        const lines = Array.from({ length: 3000 }, (_, index) => `${some[index % some.length]}${index}`);
        const flood = Buffer.from(lines.join('\r\n') + (open ? '' : '\r\n'));
        const prelude = Buffer.from(start.join(''));
        // In small pieces nothing is ever left out.
        const pieces = flood.toString().match(/(?:.*?\r\n){1,200}|.+$/gs) ?? [];
        const whole = pieces.map((piece) => Buffer.from(piece));
        expect(await end([prelude, flood])).toEqual(await end([prelude, ...whole]));
      },
    ),
    { numRuns: 40 },
  );
});

test('a flood in pieces, with sequences in between, leaves what parsing all of it would leave', async () => {
  const between = fc.constantFrom('', '\x1b[2;3r', '\x1b[?1049h', '\x1b[31m', '\x1b[2;5H', '\x1b[?7l', '\x1b[', '—');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(between, fc.integer({ min: 1, max: 2500 })), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 16_384, max: 30_000 }),
      async (parts, size) => {
        const text = parts
          .map(([start, count]) => start + Array.from({ length: count }, (_, n) => `line of output ${n}\r\n`).join(''))
          .join('');
        const bytes = Buffer.from(text);
        const cut = (by: number) =>
          Array.from({ length: Math.ceil(bytes.length / by) }, (_, n) => bytes.subarray(n * by, (n + 1) * by));
        expect(await end(cut(size))).toEqual(await end(cut(4000)));
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test('what is gathered of a flood that stops is parsed all the same', async () => {
  const terminal = screenTerminal({ cols: 40, rows: 4 });
  let hasAll = (): void => {};
  const all = new Promise<void>((resolve) => {
    hasAll = resolve;
  });
  const parser = new ScreenParser(terminal, () => {
    if (parser.waiting === 0 && terminal.buffer.active.getLine(0)?.translateToString(true) === 'second') hasAll();
  });
  for (const word of ['first', 'second']) {
    parser.write(Buffer.from(`${word}\r\n`.repeat(4000)));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  }
  await all;
  parser.stop();
  terminal.dispose();
});

/** Bytes that are left out of `pieces`, and how many of these were looked at. */
function leftOut(lines: number, ...pieces: string[]): readonly [number, number] {
  const given = pieces.map((text) => ({ bytes: Buffer.from(text), isCut: false }));
  const { looked, shown } = shownPieces(given, lines);
  const bytes = (of: readonly { readonly bytes: Uint8Array }[]) =>
    of.reduce((sum, piece) => sum + piece.bytes.length, 0);
  return [bytes(given.slice(0, looked)) - bytes(shown), looked];
}

test('only plain lines are ever left out', () => {
  const flood = 'line\r\n'.repeat(100);
  expect(leftOut(10, flood)).toEqual([90 * 6, 1]);
  for (const spoiler of ['\x1b[m', '\n', '\b', '\x0e', '\x07', '\u009b1A', '\x7f', '\x0b']) {
    expect(leftOut(10, `${flood}${spoiler}${flood}`)).toEqual([0, 0]);
  }
  expect(leftOut(100, flood)).toEqual([0, 1]);
});

test('lines of several pieces are left out together, up to what may move the cursor', () => {
  const flood = 'line\r\n'.repeat(100);
  expect(leftOut(150, flood, flood)).toEqual([50 * 6, 2]);
  expect(leftOut(150, `${flood}li`, `ne\r\n${flood}`, 'rest')).toEqual([51 * 6, 3]);
  expect(leftOut(150, `${flood}line\r`, `\n${flood}`)).toEqual([51 * 6, 2]);
  expect(leftOut(10, flood, '\x1b[m', flood)).toEqual([90 * 6, 1]);
  expect(leftOut(10, `${flood}line`, `\n${flood}`)).toEqual([90 * 6, 1]);
});

test('what has been cut off a sequence is not left out with the lines behind it', () => {
  const pieces = [true, false].map((isCut) => ({ bytes: Buffer.from('line\r\n'.repeat(100)), isCut }));
  expect(shownPieces(pieces, 10)).toEqual({ looked: 0, shown: [] });
});

test('what the terminal throws at costs cells, not the Pod; what comes after is read', async () => {
  const screen = new HeadlessScreen({ cols: 20, rows: 4 }, silent);
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  screen.terminal.parser.registerCsiHandler({ final: 'y' }, () => {
    throw new Error('a fault of the terminal');
  });
  screen.write(Buffer.from('one\x1b[1y'));
  screen.write(Buffer.from('two'));
  await new Promise<void>((resolve) => screen.whenParsed(resolve));
  expect(written).toHaveBeenCalledTimes(1);
  written.mockRestore();
  expect(screen.lastLine()).toBe('onetwo');
  screen.dispose();
});

test('the terminal still has the parts that are read by name', () => {
  const screen = new HeadlessScreen({ cols: 20, rows: 4 }, silent);
  const core = readField(screen.terminal, '_core');
  const input = readField(core, '_inputHandler');
  expect(typeof readField(input, 'parse')).toBe('function');
  expect(typeof readField(input, 'eraseInDisplay')).toBe('function');
  expect(readField(readField(readField(core, '_bufferService'), 'buffer'), 'scrollTop')).toBe(0);
  expect(readField(readField(core, '_charsetService'), 'glevel')).toBe(0);
  expect(readField(readField(core, 'coreService'), 'isCursorHidden')).toBe(false);
  expect(readField(readField(core, 'coreMouseService'), 'activeEncoding')).toBe('DEFAULT');
  screen.dispose();
});

test('no character is lost, wherever the output is cut', async () => {
  // Of U+2014 the terminal's own decoder loses some: its second byte has no bits of its own.
  const text = '—漢🚀é'.repeat(10);
  for (const size of [1, 2, 3, 5, 7]) {
    const terminal = screenTerminal({ cols: 200, rows: 2 });
    const parser = new ScreenParser(terminal, () => {});
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) parser.write(bytes.subarray(at, at + size));
    await new Promise<void>((resolve) => parser.whenParsed(resolve));
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe(text);
    parser.stop();
    terminal.dispose();
  }
});
