// Another width leaves every line whole, and the cursor at its character.
import type { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { resizeTerminal } from '../../../src/pod/terminal/resizeTerminal';
import { screenTerminal } from '../../../src/pod/terminal/screenTerminal';

const write = (terminal: Terminal, text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));

/** All lines of the normal screen, each whole; blank ones at the end left out. */
function lines({ buffer }: Terminal): string[] {
  const found: string[] = [];
  for (let y = 0; y < buffer.normal.length; y++) {
    const row = buffer.normal.getLine(y);
    const text = row?.translateToString(false) ?? '';
    if (row?.isWrapped && found.length > 0) found[found.length - 1] += text;
    else found.push(text);
  }
  const trimmed = found.map((text) => text.trimEnd());
  return trimmed.slice(0, trimmed.findLastIndex((text) => text !== '') + 1);
}

test('what is typed after a narrow moment goes on where it was', async () => {
  const terminal = screenTerminal({ cols: 40, rows: 6 }, { scrollback: 50 });
  await write(terminal, `first\r\n${'0123456789'.repeat(3)} question?`);
  resizeTerminal(terminal, { cols: 15, rows: 6 });
  await write(terminal, ' yes');
  resizeTerminal(terminal, { cols: 60, rows: 6 });
  await write(terminal, ' no');
  expect(lines(terminal)).toEqual(['first', `${'0123456789'.repeat(3)} question? yes no`]);
  terminal.dispose();
});

test('lines, and the place of the cursor in its line, survive any widths', async () => {
  const text = fc.array(fc.constantFrom('a', 'bc', '漢', '🚀', ' x', '1234567'), { minLength: 1, maxLength: 40 });
  const widths = fc.array(fc.integer({ min: 2, max: 90 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), widths, async (words, sizes) => {
      const terminal = screenTerminal({ cols: 40, rows: 8 }, { scrollback: 5000 });
      const all = words.map((each) => each.join(''));
      await write(terminal, all.join('\r\n'));
      for (const cols of sizes) resizeTerminal(terminal, { cols, rows: 8 });
      await write(terminal, '!');
      resizeTerminal(terminal, { cols: 500, rows: 8 });
      // The cell that a wide character leaves empty at an edge is no part of the text.
      expect(lines(terminal)).toEqual([...all.slice(0, -1), `${all.at(-1)}!`]);
      terminal.dispose();
    }),
    {
      numRuns: 60,
      examples: [
        [
          [['a'], ['1234567', '漢', '🚀', '漢', '漢', 'a', '1234567', '1234567', 'a', '🚀', '1234567']],
          [2, 6, 2],
        ],
      ],
    },
  );
});
