// Links (OSC 8) on the user's terminal: after every frame each cell leads where its run does, and nowhere else.
import fc from 'fast-check';
import type { ScreenRow, ScreenRun } from '../../../src/cells/podScreen';
import { LINK_END } from '../../../src/cells/safeLink';
import type { Frame } from '../../../src/dashboard/kit/frame';
import { addressReader } from '../../../src/pod/terminal/screenLinks';
import { createTerminal, write } from './fixtures/headlessTerminal';
import { createPaintedScreen } from './fixtures/paintedScreen';

const COLS = 12;
const ROWS = 3;

function frame(rows: readonly ScreenRow[]): Frame {
  const rect = { x: 0, y: 0, width: COLS, height: ROWS };
  return { cols: COLS, rows: ROWS, placements: [{ key: 'all', rect, lines: rows }], cursor: null, title: '' };
}

const address = fc.constantFrom(undefined, undefined, 'https://a.example/x', 'mailto:b@example.org', 'javascript:x');
const run = fc
  .record({ text: fc.constantFrom('a', 'bc', 'def'), fg: fc.constantFrom(-1, 3), link: address })
  .map(({ text, fg, link }): ScreenRun => {
    const plain = { text, fg, bg: -1, flags: 0, width: 1 as const };
    return link === undefined ? plain : { ...plain, link };
  });
const rows = fc.array(fc.array(run, { maxLength: 5 }), { maxLength: ROWS });

function expected(shown: readonly ScreenRow[]): (string | undefined)[][] {
  return Array.from({ length: ROWS }, (_, y) => {
    const own = (shown[y] ?? []).flatMap(({ text, link }) => [...text].map(() => link));
    // What is no address of a link stays text.
    return Array.from({ length: COLS }, (__, x) => (own[x]?.startsWith('javascript') ? undefined : own[x]));
  });
}

test('each cell leads where its run does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 5 }), async (frames) => {
      const screen = createPaintedScreen(COLS, ROWS);
      const terminal = createTerminal(COLS, ROWS);
      const addressOf = addressReader(terminal);
      try {
        await write(terminal, '\x1b[?7l');
        for (const each of frames) {
          const bytes = screen.paint(frame(each));
          await write(terminal, bytes);
          const shown = Array.from({ length: ROWS }, (_, y) =>
            Array.from({ length: COLS }, (__, x) => {
              const cell = terminal.buffer.active.getLine(y)?.getCell(x);
              return cell === undefined ? undefined : addressOf(cell);
            }),
          );
          expect(shown).toEqual(expected(each));
          // What is written next, by whomever, is no link.
          if (bytes.includes('\x1b]8;id'))
            expect(bytes.lastIndexOf(LINK_END)).toBeGreaterThan(bytes.lastIndexOf('\x1b]8;id'));
        }
      } finally {
        screen.close();
        terminal.dispose();
      }
    }),
    { numRuns: 100 },
  );
});
