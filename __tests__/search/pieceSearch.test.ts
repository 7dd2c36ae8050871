// Finding a text in recordings and logs as they lie on disk: styled, cut anywhere, escaped as JSON.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { castEventLine, castHeaderLine } from '../../src/protocol/castEvent';
import { PieceSearch } from '../../src/search/pieceSearch';
import { searchPattern } from '../../src/search/searchPattern';
import type { FoundLine, SearchedKind } from '../../src/search/searchTypes';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

const START = 1_790_000_000_000;

/** All that is found, newest first, read in pieces of so many bytes. */
function found(text: string, content: string, kind: SearchedKind = 'recording', bytes = 1 << 20): FoundLine[] {
  const file = path.join(directory, 'file');
  fs.writeFileSync(file, content);
  const search = new PieceSearch(searchPattern(text));
  const all: FoundLine[] = [];
  for (let to = Buffer.byteLength(content); to > 0; ) {
    const result = search.search({ path: file, kind, to, bytes });
    expect(result.fault).toBeNull();
    expect(result.from).toBeLessThan(to);
    all.push(...result.found);
    to = result.from;
  }
  return all;
}

function recording(...outputs: readonly string[]): string {
  const events = outputs.map((data, index) =>
    castEventLine({ at: START + (index + 1) * 1000, kind: 'o', data }, START),
  );
  return castHeaderLine({ cols: 80, rows: 24, startedAt: START }, 'x') + events.join('');
}

const lines = (hits: readonly FoundLine[]) => hits.map(({ line }) => line);

test('the line is what a reader saw, with its time and the place of the text in it', () => {
  const hits = found('world', recording('one\r\n', 'hello \x1b[31mWor\x1b[0mld, Grüße "x"\r\n', 'end\r\n'));
  expect(hits).toEqual([{ at: START + 2000, line: 'hello World, Grüße "x"', column: 6 }]);
});

test('capitals count once the text has some', () => {
  const content = recording('Error\r\n', 'error\r\n');
  expect(lines(found('error', content))).toEqual(['error', 'Error']);
  expect(lines(found('Error', content))).toEqual(['Error']);
  expect(lines(found('GRÜ', recording('GRÜN grün\r\n')))).toEqual(['GRÜN grün']);
  expect(lines(found('grü', recording('GRÜN\r\n')))).toEqual(['GRÜN']);
  // Letters and their marks apart, or in one: it is the same text.
  expect(lines(found('GRU\u0308N', recording('grün GRU\u0308N\r\n')))).toEqual(['grün GRÜN']);
  expect(lines(found('grün', recording('gru\u0308n\r\n')))).toEqual(['grün']);
});

test.each(['"quoted"', 'C:\\new', 'a/b', '$^.*[x]', '漢字', '🚀 up', 'tab\there', 'ﬁ'])(
  '%j is found as it is',
  (text) => {
    expect(lines(found(text, recording(`so ${text} it is\r\nno\r\n`)))).toEqual([`so ${text} it is`]);
    const entry = { kind: 'assistant_item', ts: 5, item: { content: [{ text: `no\nso ${text} it is` }] } };
    const inner = { kind: 'x', ts: 6, arguments: JSON.stringify({ cmd: text }) };
    expect(found(text, `${JSON.stringify(entry)}\n`, 'log')).toMatchObject([{ at: 5, line: `so ${text} it is` }]);
    // Quotes and tabs of a text within a text are escaped there, and are found as they are shown.
    if (!/["\\\t]/.test(text)) expect(found(text, `${JSON.stringify(inner)}\n`, 'log')).toHaveLength(1);
  },
);

test('moves of the cursor end a line, columns further right are blanks, titles are no text', () => {
  expect(lines(found('b c', recording('a\x1b[5;1Hb\x1b[Cc\x1b[2Kd\x1b[1;1He')))).toEqual(['b c']);
  expect(found('secret', recording('\x1b]0;secret\x07shown\r\n'))).toEqual([]);
});

test('a screen that is only drawn again is not found again', () => {
  const header = castHeaderLine({ cols: 80, rows: 24, startedAt: START }, 'x');
  const event = (kind: 'o' | 'r' | 'm', data: string) => castEventLine({ at: START, kind, data }, START);
  const again = event('m', 'podwatch:rotated') + event('r', '80x24') + event('o', 'needle\r\n');
  expect(found('needle', header + again)).toEqual([]);
  expect(lines(found('needle', header + again + event('o', 'a needle\r\n')))).toEqual(['a needle']);
});

test.each(['[', ']', '"]', ',', '0', '"o"', 'n', 'r', 'u001b', '001', '31m', 'm', '2;5', 'bel', '\\', 'x', '80'])(
  'what frames and escapes a recording is no text: %s',
  (text) => {
    const outputs = [
      '\x1b[31mred\x1b[0m word\r\n',
      'one\\two [x]\r\n',
      '\x1b]0;label\x07\x1b[2;5Hmoved',
      '\r\nnu 80\r\n',
    ];
    const seen = ['red word', 'one\\two [x]', 'moved', 'nu 80'];
    const trimmed = lines(found(text, recording(...outputs))).map((line) => line.trim());
    expect(trimmed.reverse()).toEqual(seen.filter((line) => line.includes(text)));
  },
);

test('names of fields, ids and pieces of what follows whole are no text', () => {
  const log = [
    { kind: 'needle', ts: 1, call_id: 'needle' },
    { kind: 'extension', ts: 2, domain: 'podwatch.part', payload: { text: 'needle' } },
    { kind: 'extension', ts: 2, domain: 'podwatch.needle', payload: {} },
    { kind: 'user_input', ts: 3, segments: [{ kind: 'text', content: 'a needle' }] },
  ];
  expect(lines(found('needle', log.map((entry) => `${JSON.stringify(entry)}\n`).join(''), 'log'))).toEqual([
    'a needle',
  ]);
  expect(found('needle', 'needle {"broken\n', 'log')).toEqual([]);
});

test('every line that holds the text, once, wherever events and pieces are cut and styles stand', () => {
  const word = fc.constantFrom('needle', 'nee', 'dle', ' ', 'x', 'é', '漢', '\\', '"', 'n');
  fc.assert(
    fc.property(
      fc.array(fc.array(word, { maxLength: 12 }), { minLength: 1, maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 16, max: 400 }),
      (said, cuts, bytes) => {
        const own = said.map((words, index) => `${index}: ${words.join('')}`);
        const characters = [...own.map((line) => `${line}\r\n`).join('')];
        const outputs: string[] = [];
        for (let at = 0, turn = 0; at < characters.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1;
          const style = turn % 3 === 0 ? '\x1b[1;31m' : '';
          outputs.push(characters.slice(at, at + size).join('') + style);
          at += size;
        }
        const wanted = own.filter((line) => line.includes('needle')).map((line) => line.trimEnd());
        expect(lines(found('needle', recording(...outputs), 'recording', bytes)).reverse()).toEqual(wanted);
      },
    ),
  );
});

test('a line that is too long is passed over and said; what stands around it is found', () => {
  const long = castEventLine({ at: START, kind: 'o', data: `${'x'.repeat(17 * 1024 * 1024)}\r\n` }, START);
  const file = path.join(directory, 'file');
  fs.writeFileSync(
    file,
    recording('a needle\r\n') + long + castEventLine({ at: START, kind: 'o', data: 'needles' }, START),
  );
  const search = new PieceSearch(searchPattern('needle'));
  const results = [];
  for (let to = fs.statSync(file).size; to > 0; to = results.at(-1)?.from ?? 0) {
    results.push(search.search({ path: file, kind: 'recording', to, bytes: 4096 }));
  }
  expect(results.flatMap((result) => lines(result.found))).toEqual(['needles', 'a needle']);
  expect(results.flatMap(({ fault }) => fault ?? [])).toEqual(['a line of 17 MB is passed over']);
});

test('bytes that are no text, and lines that are no events, spoil nothing around them', () => {
  const noise = Buffer.from([0x5b, 0xff, 0xfe, 0x00, 0x0a, 0xc3, 0x28, 0x0a, 0x80]).toString('latin1');
  const file = path.join(directory, 'file');
  const event = castEventLine({ at: START, kind: 'o', data: 'a needle\r\n' }, START);
  fs.writeFileSync(file, Buffer.from(`${recording('x\r\n')}${noise}\n${event}${noise} needle\n`, 'latin1'));
  const { found: hits } = new PieceSearch(searchPattern('needle')).search({
    path: file,
    kind: 'recording',
    to: fs.statSync(file).size,
    bytes: 1 << 20,
  });
  expect(lines(hits)).toEqual(['a needle']);
});
