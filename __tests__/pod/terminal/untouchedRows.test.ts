// Rows that are not looked at again are those that nothing was written to, whatever a program does with its screen.
import fc from 'fast-check';
import { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { screenRows } from '../../../src/pod/terminal/screenRows';
import { SharedRows } from '../../../src/pod/terminal/sharedRows';

const ROWS = 5;

function openScreen(): HeadlessScreen {
  return new HeadlessScreen({ cols: 8, rows: ROWS }, { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} });
}

/** What `look` tells of `output`, on a screen that is looked at right before. */
function untouchedAfter(before: string, output: string) {
  const screen = openScreen();
  screen.write(Buffer.from(before));
  screen.untouched.look();
  screen.write(Buffer.from(output));
  const seen = screen.untouched.look();
  screen.dispose();
  return seen;
}

test.each([
  ['a line', 'a\r\nb\r\n', 'c\r\n', 2, 0],
  ['lines that scroll', '1\r\n2\r\n3\r\n4\r\n', '5\r\n6\r\n', 2, 2],
  ['a line that wraps', 'a\r\nb\r\n', 'long enough for more than one row', 2, 2],
  ['colours, tabs, letters beyond ASCII', 'a\r\nb\r\n', '\x1b[1;38:2::1:2:3mé\t→\x1b[0m\x1b[K\x07', 2, 0],
  ['nothing', 'a\r\nb\r\n', '', ROWS, 0],
])('%s: the rows above stay as they are', (_, before, output, rows, scrolled) => {
  // A wrapped line of 33 letters ends in the fifth row below the second: two scroll away, none of those above stays.
  const expected = output.startsWith('long') ? { rows: 0, scrolled: 2 } : { rows, scrolled };
  expect(untouchedAfter(before, output)).toEqual(expected);
});

test.each([
  ['the cursor moves', '\x1b[A'],
  ['the cursor goes back, perhaps up', '\b'],
  ['a control of one byte beyond ASCII', '\u008d'],
  ['the other screen', '\x1b[?1049h'],
  ['lines are put in', '\x1b[L'],
])('%s: any row may have changed', (_, output) => {
  expect(untouchedAfter('a\r\nb\r\n', output).rows).toBe(0);
});

test('where only a part of the screen scrolls, any row may have changed', () => {
  expect(untouchedAfter('a\r\nb\r\n\x1b[2;4r\x1b[4;1H', 'c\r\n').rows).toBe(0);
});

test('what follows a sequence that is not at its end does not count as text', () => {
  const screen = openScreen();
  screen.write(Buffer.from('a\r\nb\r\n'));
  screen.write(Buffer.from('\x1b['));
  screen.untouched.look();
  screen.write(Buffer.from('1A'));
  expect(screen.untouched.look().rows).toBe(0);
  screen.dispose();
});

const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'one',
      'two\r\n',
      '\r\n',
      '\n',
      'a longer line\r\n',
      '日本',
      '🚀',
      'é',
      '\t',
      '\x1b[31m',
      '\x1b[K',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        '\x1b[2J',
        '\x1b[H',
        '\x1bM',
        '\x1b[2;4r',
        '\x1b[r',
        '\x1b[?1049h',
        '\x1b[?1049l',
        '\x1b[4h',
        '\x1b[?7l',
        '\x1b[?7h',
      ],
      ...['\b', '\x1b[2L', '\x1b[1;1H', '\x1b[5;1H', '\x1b[S', '\x1bc', '\u200d', '\x1b[?45h', '\u0085'],
    ),
  },
);
const step = fc.record({ text, isRead: fc.boolean(), resized: fc.option(fc.nat(3), { freq: 12 }) });

test('the rows that are told are the screen, at whichever steps it is looked at', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const screen = openScreen();
      const rows = new SharedRows(() => screen.untouched.look());
      for (const { text, isRead, resized } of [...steps, { text: '', isRead: true, resized: null }]) {
        screen.write(Buffer.from(text));
        if (resized !== null) screen.resize({ cols: 6 + resized, rows: ROWS - 1 + resized });
        rows.changed();
        if (!isRead) continue;
        const told = rows.read(screen.terminal).map(({ json }) => json);
        expect(told).toEqual(screenRows(screen.terminal).map((runs) => JSON.stringify(runs)));
      }
      screen.dispose();
    }),
    { numRuns: 300 },
  );
});
