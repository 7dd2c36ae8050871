// What is kept in memory of a log of any length: all, or its end and what must be known of the rest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readLongLog } from '../../src/store/readLogEntries';

const directory = mkdtempSync(path.join(os.tmpdir(), 'pw-log-'));
const file = path.join(directory, 'log.jsonl');
afterAll(() => rmSync(directory, { recursive: true }));

const line = fc.oneof(
  fc.record({ kind: fc.constant('user_input'), ts: fc.nat(), text: fc.string({ unit: 'grapheme' }) }),
  fc.record({ kind: fc.constant('extension'), ts: fc.nat(), domain: fc.constantFrom('a', 'b', 'c') }),
);
type Line = { readonly kind: string; readonly ts: number; readonly domain?: string };
const LANDMARKS = ['"domain":"a"', '"domain":"b"'];

function expected(lines: readonly Line[], endBytes: number): readonly Line[] {
  const texts = lines.map((each) => `${JSON.stringify(each)}\n`);
  let bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= endBytes) return lines;
  // The newline before the first whole line lies within the end.
  let from = 0;
  for (; from < lines.length && bytes >= endBytes; from += 1) bytes -= Buffer.byteLength(texts[from] ?? '');
  const before = lines.slice(0, from);
  const marks = ['a', 'b'].map((domain) => before.findLastIndex((each) => each.domain === domain));
  const kept = marks.filter((at) => at > 0).sort((a, b) => a - b);
  return [...before.slice(0, 1), ...kept.map((at) => before[at] as Line), ...lines.slice(from)];
}

test('the end, the first entry, and the last of each landmark before it, in their order', () => {
  let cut = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.integer({ min: 1, max: 1500 }), (lines, endBytes) => {
      writeFileSync(file, lines.map((each) => `${JSON.stringify(each)}\n`).join(''));
      const read = readLongLog(file, endBytes, LANDMARKS);
      expect(read.entries).toEqual(JSON.parse(JSON.stringify(expected(lines, endBytes))));
      cut += read.isCut ? 1 : 0;
    }),
    { numRuns: 300 },
  );
  // Some ninety are, by what is tried; it says that this was tried at all.
  expect(cut).toBeGreaterThan(10);
});

test('lines that cannot be read are passed over, and a last one may lack its newline', () => {
  const rubbish = 'rubbish '.repeat(100);
  writeFileSync(file, `{"kind":"one","ts":1}\n${rubbish}\n{"kind":"two","ts":2}\n{"kind":"three","ts":3}`);
  expect(readLongLog(file, 10_000, []).entries.map(({ kind }) => kind)).toEqual(['one', 'two', 'three']);
  expect(readLongLog(file, 60, []).entries.map(({ kind }) => kind)).toEqual(['one', 'two', 'three']);
  expect(readLongLog(file, 30, []).entries.map(({ kind }) => kind)).toEqual(['one', 'three']);
  expect(readLongLog(file, 10, [])).toEqual({ entries: [{ kind: 'one', ts: 1 }], isCut: true });
});
