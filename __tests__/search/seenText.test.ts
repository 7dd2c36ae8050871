// What is found is what the user saw: every line of a Pod's history that holds the text is found, and leads back to that line.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { lineText } from '../../src/history/history';
import { matchOfHit } from '../../src/history/historyHit';
import { StreamScanner } from '../../src/pod/terminal/streamScanner';
import { castEventLine, castHeaderLine } from '../../src/protocol/castEvent';
import { readHistory } from '../../src/recording/readHistory';
import { PieceSearch } from '../../src/search/pieceSearch';
import { searchPattern } from '../../src/search/searchPattern';
import type { FoundLine } from '../../src/search/searchTypes';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
const file = path.join(directory, 'segment.cast');
afterAll(() => fs.rmSync(directory, { recursive: true }));

const START = 1_790_000_000_000;
const QUERY = 'needle';

type Event = readonly [kind: 'o' | 'r', data: string];

function record(cols: number, events: readonly Event[]): void {
  const lines = events.map(([kind, data], index) =>
    castEventLine({ at: START + (index + 1) * 1000, kind, data }, START),
  );
  fs.writeFileSync(file, castHeaderLine({ cols, rows: 10, startedAt: START }, 'x') + lines.join(''));
}

function search(query: string, bytes: number): FoundLine[] {
  const pieces = new PieceSearch(searchPattern(query));
  const all: FoundLine[] = [];
  for (let to = fs.statSync(file).size; to > 0; ) {
    const { from, found } = pieces.search({ path: file, kind: 'recording', to, bytes });
    all.push(...found);
    to = from;
  }
  return all.reverse();
}

const out = (...texts: readonly string[]): Event[] => texts.map((text) => ['o', text]);
const texts = (found: readonly FoundLine[]) => found.map(({ line }) => line.trim());

test.each([
  ['over two pieces of output', out('a nee', 'dle\r\n'), 'a needle'],
  ['with styles within', out('a n\x1b[1mee\x1b[0;31md\x1b[mle\r\n'), 'a needle'],
  [
    'over what stood there',
    out('100 seconds left: xxxxle\r100 seconds left: need', '\r\n'),
    '100 seconds left: needle',
  ],
  ['typed with mistakes', out('$ ne', 'd', '\b \b', 'e', 'd', 'le\r\n'), '$ needle'],
  ['a letter put in', out('$ nedle\x1b[3D\x1b[1@e\r\n'), '$ needle'],
  ['letters taken out', out('$ neeXXdle\x1b[5D\x1b[2P\r\n'), '$ needle'],
  ['written again from a column', out('$ neexle\x1b[6G', 'd\r\n'), '$ needle'],
  ['with columns jumped over', out('dle\r\x1b[3C behind\rnee\x1b[Kdle\r\n'), 'needle'],
  ['behind tabs', out('a\tneed\ble\r\n', 'x'), 'a       neele'],
] as const)('%s', async (_, events, line) => {
  record(80, events);
  const query = line.includes('needle') ? QUERY : 'neele';
  const found = search(query, 1 << 20);
  expect(texts(found)).toEqual([line]);
  const history = await readHistory(file);
  const [hit] = found;
  const at = hit && history && matchOfHit(history, { ...hit, query });
  expect(at && history.lines[at.line] && lineText(history.lines[at.line] ?? { row: [], at: 0, marks: '' })).toBe(line);
});

test('blanks are found where the screen has them, whatever put them there', async () => {
  record(80, out('name\tvalue\r\n', 'one   two\r\n', 'one\x1b[3Ctwo\r\n'));
  expect(texts(search('name    value', 1 << 20))).toEqual(['name    value']);
  expect(texts(search('one   two', 1 << 20))).toEqual(['one   two', 'one   two']);
});

test('a row that the terminal has wrapped is one, also for what goes back within it', async () => {
  record(10, out('0123456789nee', '\b\b\bneedle\r', 'N\r\n'));
  expect(texts(search('9needle', 1 << 20))).toEqual(['0123456789Needle']);
  expect(texts(search('9Needle', 64))).toEqual(['0123456789Needle']);
});

const piece = fc.constantFrom(
  'needle',
  'nee',
  'dle',
  'e',
  ' ',
  'x',
  '漢',
  'e\u0301',
  '\b',
  '\b\b',
  '\r',
  '\t',
  '\x1b[31m',
  '\x1b[m',
  '\x1b[K',
  '\x1b[1K',
  '\x1b[2C',
  '\x1b[3D',
  '\x1b[4G',
  '\x1b[2P',
  '\x1b[@',
  '\x1b[2X',
  '\r\n',
);

test('every line of the history that holds it is found, and what is found leads there, or to what was overwritten', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(12, 20, 80),
      fc.integer({ min: 64, max: 2000 }),
      async (pieces, cut, cols, bytes) => {
        const program = Buffer.from(pieces.join(''));
        // As the Pod cuts it: never within a character or a sequence.
        const scanner = new StreamScanner();
        const outputs: Event[] = [];
        for (let at = 0; at < program.length; at += cut) {
          for (const part of scanner.scan(program.subarray(at, at + cut))) outputs.push(['o', part.bytes.toString()]);
        }
        record(cols, outputs);
        const history = await readHistory(file);
        const held = (history?.lines ?? [])
          .map((line) => lineText(line).normalize('NFC'))
          .filter((line) => line.includes(QUERY));
        const found = search(QUERY, bytes);
        const lines = new Set(texts(found));
        for (const line of held) expect([...lines]).toContain(line.trim());
        for (const hit of found) {
          expect(hit.line.slice(hit.column, hit.column + QUERY.length)).toBe(QUERY);
          if (history !== null && matchOfHit(history, { ...hit, query: QUERY }) === null) {
            // Overwritten since: not the line of any row as it is now.
            expect(held.map((line) => line.trim())).not.toContain(hit.line.trim());
          }
        }
      },
    ),
    { numRuns: 400 },
  );
});
