// A row read from its numbers says what asking for each of its cells would say.
import fc from 'fast-check';
import { flowRows } from '../../../src/pod/terminal/paintRows';
import { rawLine } from '../../../src/pod/terminal/rawLine';
import { ScreenParser } from '../../../src/pod/terminal/screenParser';
import { lineRuns, screenRows } from '../../../src/pod/terminal/screenRows';
import { screenTerminal } from '../../../src/pod/terminal/screenTerminal';

const piece = fc.oneof(
  fc.constantFrom(
    '\x1b[31m',
    '\x1b[1m',
    '\x1b[7m',
    '\x1b[4m',
    '\x1b[9m',
    '\x1b[48;2;1;2;3m',
    '\x1b[38;5;200m',
    '\x1b[0m',
  ),
  fc.constantFrom('\x1b[K', '\x1b[1K', '\x1b[2X', '\x1b[3C', '\x1b[5D', '\r', '\t', ' ', '  '),
  fc.constantFrom('日本', 'é', '\u00a0', 'ɐ', '漢', '─', '\ufffd', '🚀', '\u3000'),
  fc.string({ maxLength: 5 }).filter((text) => !text.includes('\x1b')),
);

test('each row, in whatever style and width its characters are', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const terminal = screenTerminal({ cols: 14, rows: 5 });
      new ScreenParser(terminal, () => {}).write(Buffer.from(pieces.join('')));
      const buffer = terminal.buffer.active;
      const asked = Array.from({ length: 5 }, (_, y) => {
        const line = buffer.getLine(buffer.baseY + y);
        return line ? lineRuns(line, null, () => undefined) : [];
      });
      expect(screenRows(terminal)).toEqual(asked);
      terminal.dispose();
    }),
    { numRuns: 300 },
  );
});

test('the terminal keeps its rows the way that is read', () => {
  const terminal = screenTerminal({ cols: 4, rows: 2 });
  const parser = new ScreenParser(terminal, () => {});
  const first = () => {
    const line = terminal.buffer.active.getLine(0);
    return line ? rawLine(line) : null;
  };
  parser.write(Buffer.from('ab'));
  expect([first()?.words.length, first()?.hasMore]).toEqual([12, false]);
  parser.write(Buffer.from('e\u0301'));
  expect(first()?.hasMore).toBe(true);
  terminal.dispose();
});

test('rows as running text draw again what the screen shows', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const size = { cols: 14, rows: 5 };
      const [first, again] = [screenTerminal(size), screenTerminal(size)];
      new ScreenParser(first, () => {}).write(Buffer.from(pieces.join('')));
      const text = flowRows(first.buffer.active, 0, first.buffer.active.baseY + 4).join('\r\n');
      new ScreenParser(again, () => {}).write(Buffer.from(`\x1b[?7l${text}`));
      expect(screenRows(again)).toEqual(screenRows(first));
      for (const terminal of [first, again]) terminal.dispose();
    }),
    { numRuns: 300 },
  );
});
