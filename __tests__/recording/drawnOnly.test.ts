// A replay draws what the recording draws, and does nothing else.
import fc from 'fast-check';
import { HeadlessScreen } from '../../src/pod/terminal/headlessScreen';
import { screenRows } from '../../src/pod/terminal/screenRows';
import { drawnOnly } from '../../src/recording/drawnOnly';

const drawn = (text: string) => drawnOnly(Buffer.from(text, 'utf8')).toString('utf8');

test.each([
  '\x07',
  '\x05',
  '\x1b]52;c;b2xkIHNlY3JldA==\x07',
  '\x1b]9;build done\x07',
  '\x1b]9;4;1;50\x07',
  '\x1b]777;notify;a;b\x1b\\',
  '\x1b]2;title\x07',
  '\x1b]11;?\x07',
  '\x1b]4;1;?\x07',
  '\x1b]22;pointer\x07',
  '\x1b]1337;SetMark\x07',
  '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\',
  '\x1bP$qm\x1b\\',
  '\x1b^private\x1b\\',
  '\x1b[c',
  '\x1b[6n',
  '\x1b[?1000h',
  '\x1b[?2004h',
  '\x1b[?1049h',
  '\x1b[>1u',
  '\x1b[>4;2m',
  '\x1b[8;50;200t',
  '\x1b[5i',
  '\x1b[2q',
  '\x1b=',
  '\x1bc',
  '\x1b]2;cut off',
])('%j is left out', (sequence) => {
  expect(drawn(`a${sequence}`)).toBe('a');
});

test.each([
  'text — 漢字 🚀\r\n\t\b',
  '\x1b[1;38;2;1;2;3;4:3mred\x1b[0m',
  '\x1b[2J\x1b[H\x1b[10;5H\x1b[K\x1b[3;7r\x1b[2L\x1b[4@',
  '\x1b7\x1b8\x1b(0\x1b(B\x0e\x0f\x1bM',
  '\x1b[?25l\x1b[?2026h\x1b[4h\x1b[3 q\x1b[!p',
  '\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\',
  '\x1b]11;#123456\x07\x1b]111\x07',
])('%j passes as it is', (text) => {
  expect(drawn(text)).toBe(text);
});

test('of several modes those that draw', () => {
  expect(drawn('\x1b[?25;1000;7h')).toBe('\x1b[?25;7h');
});

test('the cells are those of the whole output', async () => {
  const piece = fc.constantFrom(
    'text',
    '漢',
    '\r\n',
    '\x1b[31m',
    '\x1b[2;3H',
    '\x1b[K',
    '\x1b[?1000h',
    '\x1b]0;t\x07',
    '\x1b[6n',
    '\x1b[2L',
    '\x1b[?7l',
    '\x1b(0q\x1b(B',
    '\x1b[3;5r',
    '\x07',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const rows = async (bytes: Buffer) => {
        const screen = new HeadlessScreen(
          { cols: 20, rows: 6 },
          { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} },
        );
        screen.write(bytes);
        await new Promise<void>((resolve) => screen.whenParsed(resolve));
        const shown = screenRows(screen.terminal);
        screen.dispose();
        return shown;
      };
      const output = Buffer.from(pieces.join(''));
      expect(await rows(drawnOnly(output))).toEqual(await rows(output));
    }),
    { numRuns: 100 },
  );
});
