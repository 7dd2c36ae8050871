// Where output may be cut, and what is kept from viewers.
import fc from 'fast-check';
import { type StreamPart, StreamScanner } from '../../../src/pod/terminal/streamScanner';

type Plain = [StreamPart['kind'], string];

/** Scans the chunks; neighbours of one kind are joined. */
function scan(...chunks: (string | Buffer)[]): Plain[] {
  const scanner = new StreamScanner();
  const parts = chunks.flatMap((chunk) => scanner.scan(Buffer.from(chunk as string)));
  return joined([...parts, ...scanner.flush()]);
}

function joined(parts: readonly StreamPart[]): Plain[] {
  const out: [StreamPart['kind'], Buffer][] = [];
  for (const { kind, bytes } of parts) {
    const last = out.at(-1);
    if (last && last[0] === kind && kind === 'output') last[1] = Buffer.concat([last[1], bytes]);
    else out.push([kind, Buffer.from(bytes)]);
  }
  return out.map(([kind, bytes]) => [kind, bytes.toString('latin1')]);
}

test.each([['\x1b[?1049h'], ['\x1b[?47l'], ['\x1b[?1047h'], ['\x1b[?2004;1049h'], ['\x1bc']])(
  '%j changes the screen',
  (sequence) => {
    expect(scan(`a${sequence}b`)).toEqual([
      ['output', 'a'],
      ['switch', sequence],
      ['output', 'b'],
    ]);
  },
);

test.each([
  '\x1b[c',
  '\x1b[0c',
  '\x1b[>c',
  '\x1b[=c',
  '\x1b[5n',
  '\x1b[6n',
  '\x1b[?6n',
  '\x1b[?996n',
  '\x1b[?2026$p',
  '\x1b[4$p',
  '\x1b[>q',
  '\x1b[>0q',
  '\x1b[?u',
  '\x1b[?4m',
  '\x1b[18t',
  '\x1b[14;2t',
  '\x1b[1x',
  '\x1b[1;1;1;1;2;2*y',
  '\x1bZ',
  '\x1b]10;?\x07',
  '\x1b]11;?\x1b\\',
  '\x1b]4;1;?\x07',
  '\x1b]12;?\x07',
  '\x1b]52;c;?\x07',
  '\x1bP$qm\x1b\\',
  '\x1bP+q544e\x1b\\',
  '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\',
  '\x1b_Ga=q,i=1\x1b\\',
  '\x1b[?1;1;0S',
])('%j is a query', (sequence) => {
  expect(scan(`a${sequence}b`)).toEqual([
    ['output', 'a'],
    ['query', sequence],
    ['output', 'b'],
  ]);
});

test.each([
  '\x1b[m',
  '\x1b[1;31m',
  '\x1b[>4;2m',
  '\x1b[>1u',
  '\x1b[<u',
  '\x1b[?25h',
  '\x1b[?1048h',
  '\x1b[2J',
  '\x1b[2 q',
  '\x1b[!p',
  '\x1b]0;a title?\x07',
  '\x1b]11;#102030\x07',
  '\x1b]8;;http://x/?y\x1b\\',
  '\x1b]52;c;aGk=\x07',
  '\x1bPq#0;2;0;0;0\x1b\\',
  '\x1b_Gf=24;AAAA\x1b\\',
  '\x1b(0',
  '\x1b7',
])('%j passes as it is', (sequence) => {
  expect(scan(`a${sequence}b`)).toEqual([['output', `a${sequence}b`]]);
});

test.each(['\x1b[22;0t', '\x1b[23t', '\x1b[22;2t'])('the stack of titles (%j) is for the Pod alone', (sequence) => {
  expect(scan(`a${sequence}b`)).toEqual([
    ['output', 'a'],
    ['hidden', sequence],
    ['output', 'b'],
  ]);
});

test("the user's scrollback is not erased", () => {
  expect(scan('\x1b[H\x1b[2J\x1b[3Jx')).toEqual([
    ['output', '\x1b[H\x1b[2J'],
    ['hidden', '\x1b[3J'],
    ['output', 'x'],
  ]);
});

test.each([
  ['a CSI', '\x1b[31'],
  ['a lone ESC', '\x1b'],
  ['an escape with an intermediate', '\x1b('],
  ['a title', '\x1b]0;half'],
  ['the first half of ST', '\x1b]0;half\x1b'],
  ['one byte of three', '\xe3'],
  ['two bytes of three', '\xe3\x81'],
  ['three bytes of four', '\xf0\x9f\x98'],
])('%s is held until the rest comes', (_, tail) => {
  const scanner = new StreamScanner();
  const parts = scanner.scan(Buffer.from(`text${tail}`, 'latin1'));
  expect(joined(parts)).toEqual([['output', 'text']]);
  expect(joined(scanner.flush())).toEqual([['output', tail]]);
});

test('bytes that are no UTF-8 are not held', () => {
  expect(joined(new StreamScanner().scan(Buffer.from([0x61, 0x80, 0x80, 0x80, 0x80])))).toEqual([
    ['output', 'a\x80\x80\x80\x80'],
  ]);
});

test('a string that is too long to hold goes on in pieces that are marked', () => {
  const scanner = new StreamScanner();
  const first = scanner.scan(Buffer.from(`x\x1bPq${'#'.repeat(5000)}`));
  expect(first.map(({ kind, continues }) => [kind, continues])).toEqual([
    ['output', false],
    ['output', false],
  ]);
  const middle = scanner.scan(Buffer.from('####'));
  expect(middle.map(({ continues }) => continues)).toEqual([true]);
  const last = scanner.scan(Buffer.from('##\x1b\\after\x1b[?1049h'));
  expect(last.map(({ kind, bytes, continues }) => [kind, bytes.toString(), continues])).toEqual([
    ['output', '##\x1b\\', true],
    ['output', 'after', false],
    ['switch', '\x1b[?1049h', false],
  ]);
});

const pieces = fc.constantFrom(
  'plain ',
  '日本',
  '😀',
  'é',
  '\r\n',
  '\x1b[31m',
  '\x1b[?1049h',
  '\x1b[6n',
  '\x1b[3J',
  '\x1b]0;日本\x07',
  '\x1b]11;?\x1b\\',
  '\x1bPq1234\x1b\\',
  '\x1b(0',
  '\x1b[1\x1b[2m',
  '\x1b[12\x18x',
  '\x1b]broken\x1b[m',
  `\x1b]2;${'t'.repeat(5000)}\x07`,
);

test('however it is cut, every byte comes out once, in order, and means the same', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 20 }), (texts, cuts) => {
      const bytes = Buffer.from(texts.join(''));
      const points = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
      const chunks = [0, ...points].map((from, index) => bytes.subarray(from, points[index] ?? bytes.length));
      expect(scan(...chunks)).toEqual(scan(bytes));
      expect(
        scan(...chunks)
          .map(([, text]) => text)
          .join(''),
      ).toBe(bytes.toString('latin1'));
    }),
  );
});
