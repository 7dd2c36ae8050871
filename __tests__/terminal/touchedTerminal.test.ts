// What is taken back when we leave is what was touched, and nothing else.
import fc from 'fast-check';
import { SequenceFinder } from '../../src/terminal/sequenceFinder';
import { TouchedTerminal } from '../../src/terminal/touchedTerminal';

function after(...output: string[]): TouchedTerminal {
  const touched = new TouchedTerminal();
  for (const text of output) touched.wrote(Buffer.from(text, 'latin1'));
  return touched;
}

const undo = (...output: string[]) => after(...output).undo.slice('\x1b\\'.length);

test.each([
  ['\x1b[?1000;1006h', '\x1b[?1000l\x1b[?1006l'],
  ['\x1b[?2004h', '\x1b[?2004l'],
  ['\x1b[?5522h', '\x1b[?5522l'],
  ['\x1b[?7l', '\x1b[?7h'],
  ['\x1b[4h', '\x1b[4l'],
  ['\x1b]9;4;1;50\x07', '\x1b]9;4;0\x1b\\'],
  ['\x1b]22;pointer\x1b\\', '\x1b]22;\x1b\\'],
  ['\x1b]11;#123456\x07', '\x1b]111\x1b\\'],
  ['\x1b]10;red;blue\x07', '\x1b]110\x1b\\\x1b]111\x1b\\'],
  ['\x1b]4;1;red;200;#fff\x07', '\x1b]104;1\x1b\\\x1b]104;200\x1b\\'],
  ['\x1b]21;foreground=red\x1b\\', '\x1b]21;foreground=\x1b\\'],
  ['\x1b[>4;2m', '\x1b[>4m'],
  ['\x1b[3 q', '\x1b[0 q'],
  ['\x1b=', '\x1b>'],
  ['\x1b]8;id=1;https://example.org\x1b\\', '\x1b]8;;\x1b\\'],
  ['\x1b[3g', '\x1b[?5W'],
])('%j is taken back with %j', (output, expected) => {
  expect(undo(output)).toBe(expected);
  // Cut anywhere.
  expect(undo(...output)).toBe(expected);
});

test.each([
  'plain text\r\n\x1b[1;31mred\x1b[0m',
  '\x1b[?1000h\x1b[?1000l',
  '\x1b]9;4;1;50\x07\x1b]9;4;0\x07',
  '\x1b]11;?\x07\x1b]4;1;?\x07',
  '\x1b]11;red\x07\x1b]111\x07\x1b]4;1;red\x07\x1b]104\x07',
  '\x1b]9;build done\x07\x1b]2;title\x07\x1b]52;c;eA==\x07',
  '\x1b]8;;https://example.org\x07link\x1b]8;;\x07',
  '\x1b[?25h\x1b[?7h\x1b[?1049h\x1b[?1007l',
  '\x1b[?2031h\x1b]22;text\x07\x1bc',
])('nothing is left of %j', (output) => {
  expect(undo(output)).toBe('');
});

test.each([
  ['\x1b[c', true],
  ['\x1b[6n', true],
  ['\x1b]11;?\x07', true],
  ['\x1bP+q544e\x1b\\', true],
  ['\x1b_Gi=1,a=T;AAAA\x1b\\', true],
  ['\x1b[?1003h\x1b[?1003l', true],
  ['\x1b[?1004h', true],
  ['text \x1b[31m\x1b[?25l\x1b]2;what?\x07', false],
  ['\x1b[2 q\x1b[>1u\x1b[<u\x1b[22;0t', false],
])('after %j the terminal may still answer: %j', (output, expected) => {
  expect(after(output).mayAnswer).toBe(expected);
});

test('what follows a long string in the same piece is not missed', () => {
  expect(undo(`\x1bPq${'A'.repeat(10_000)}\x1b\\\x1b[?1000h`)).toBe('\x1b[?1000l');
});

test('sequences are found whole, wherever they are cut, also in what is none', () => {
  const piece = fc.constantFrom(
    '\x1b[>4;1m',
    '\x1b]2;t\x07',
    '\x1b]8;;x\x1b\\',
    '\x1b(0',
    '\x1b7',
    'text',
    '\x1bPq\x1b\\',
    '\x1b[?25h',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(piece), fc.integer({ min: 1, max: 5 }), (pieces, cut) => {
      const bytes = Buffer.from(pieces.join(''), 'latin1');
      const found: string[] = [];
      const finder = new SequenceFinder((sequence) => found.push(sequence));
      for (let at = 0; at < bytes.length; at += cut) finder.push(bytes.subarray(at, at + cut));
      expect(found).toEqual(pieces.filter((text) => text.startsWith('\x1b')));
    }),
  );
});
