// A flood that is not parsed to its last byte must look as if it were; and no output may end the Pod.
import fc from 'fast-check';
import { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { readField } from '../../../src/pod/terminal/readField';
import { ScreenParser } from '../../../src/pod/terminal/screenParser';
import { screenTerminal } from '../../../src/pod/terminal/screenTerminal';
import { scrolledAwayBytes } from '../../../src/pod/terminal/scrolledAwayBytes';

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
}, 60_000);

test('only plain lines are ever left out', () => {
  const flood = 'line\r\n'.repeat(100);
  expect(scrolledAwayBytes(Buffer.from(flood), 10)).toBe(90 * 6);
  for (const spoiler of ['\x1b[m', '\n', '\b', '\x0e', '\x07', '\u009b1A', '\x7f', '\x0b']) {
    expect(scrolledAwayBytes(Buffer.from(`${flood}${spoiler}${flood}`), 10)).toBe(0);
  }
  expect(scrolledAwayBytes(Buffer.from(flood), 100)).toBe(0);
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
