// Accents and joined emoji of a line stay with their letters, however often it flows anew.
import fc from 'fast-check';
import { resizeTerminal } from '../../../src/pod/terminal/resizeTerminal';
import { screenTerminal } from '../../../src/pod/terminal/screenTerminal';
import { allLines, write } from '../../recording/recordedPod';

const piece = fc.constantFrom(
  'a',
  'b ',
  'e\u0301',
  'o\u0308',
  'n\u0303',
  '漢',
  '👩\u200d💻',
  '\u1100\u1161',
  '\x1b[4:3m',
  '\x1b[m',
);
const widths = fc.array(fc.integer({ min: 3, max: 120 }), { minLength: 1, maxLength: 6 });

test('a line reads the same after its terminal was narrower and wider', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 20, maxLength: 200 }), widths, async (pieces, cols) => {
      const terminal = screenTerminal({ cols: 80, rows: 24 }, { scrollback: 1000 });
      await write(terminal, Buffer.from(pieces.join('')));
      const before = allLines(terminal);
      for (const each of cols) resizeTerminal(terminal, { cols: each, rows: 24 });
      expect(allLines(terminal)).toEqual(before);
      terminal.dispose();
    }),
    { numRuns: 100 },
  );
});
