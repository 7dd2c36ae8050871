// The entries of a snapshot, parsed in pieces: none is lost, doubled or out of order, wherever they are cut.
import fc from 'fast-check';
import { cutEntries, SnapshotEntries } from '../../src/protocol/snapshotEntries';

const KINDS = ['invoke', 'user_input', 'assistant_item', 'extension', 'message', 'text'];
/** Texts that look like the border between two entries, and entries that hold what looks like entries. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('},{"kind":"invoke"', '],"greeting":{', '\\},{', '}', '['),
);
const item = fc.record({ kind: fc.constantFrom(...KINDS), text });
const entry = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom(...KINDS), ts: fc.nat(), items: fc.array(item) }),
  },
  { weight: 1, arbitrary: fc.record({ ts: fc.nat(), kind: fc.constantFrom(...KINDS), text }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('extension'), ts: fc.nat(), payload: fc.array(fc.array(item)) }),
  },
  { weight: 1, arbitrary: fc.array(item, { minLength: 1 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const bytesOf = (entries: readonly unknown[]) => Buffer.from(entries.map((each) => JSON.stringify(each)).join());
const asRead = (entries: readonly unknown[]): unknown => JSON.parse(JSON.stringify(entries));

test('pieces of any size are all entries, each once, in their order', () => {
  let most = 0;
  fc.assert(
    fc.property(fc.array(entry), fc.integer({ min: 1, max: 300 }), (entries, size) => {
      const pieces = [...new SnapshotEntries(bytesOf(entries)).pieces(size)];
      most = Math.max(most, pieces.length);
      expect(pieces.flat()).toEqual(asRead(entries));
    }),
    { numRuns: 1000 },
  );
  expect(most).toBeGreaterThan(1);
});

test('the last ones are the end of all', () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 5, maxLength: 40, size: 'max' }),
      fc.integer({ min: 60, max: 600 }),
      (entries, size) => {
        const last = new SnapshotEntries(bytesOf(entries)).last(size);
        if (last === null) return;
        found += 1;
        expect(last).toEqual((asRead(entries) as unknown[]).slice(entries.length - last.length));
      },
    ),
    { numRuns: 300 },
  );
  // Some sixty are, by what is tried; it says that this was tried at all.
  expect(found).toBeGreaterThan(10);
});

test('they are cut out of the line of a snapshot, and of nothing else', () => {
  const entries = [
    { kind: 'invoke', ts: 1, trigger: '],"greeting":{' },
    { kind: 'user_input', ts: 2 },
  ];
  const line = Buffer.from(
    JSON.stringify({ event: 'snapshot', data: { entries, greeting: { pod_name: 'ä' }, status: 'idle' } }),
  );
  const cut = cutEntries(line);
  expect([...(cut?.entries.pieces(1) ?? [])].flat()).toEqual(entries);
  expect(JSON.parse(cut?.rest ?? '')).toEqual({
    event: 'snapshot',
    data: { entries: [], greeting: { pod_name: 'ä' }, status: 'idle' },
  });
  expect(cutEntries(Buffer.from('{"event":"status","data":{}}'))).toBe(null);
  expect(cutEntries(Buffer.from('{"event":"snapshot","data":{"greeting":{},"entries":[]}}'))).toBe(null);
  expect(cutEntries(Buffer.alloc(0))).toBe(null);
});

test('a snapshot that holds no JSON from some point on gives what stands before', () => {
  const entries = Array.from({ length: 50 }, (_, ts) => ({ kind: 'invoke', ts }));
  const bytes = Buffer.concat([bytesOf(entries), Buffer.from(',{"kind":"invoke","ts":')]);
  const read = [...new SnapshotEntries(bytes).pieces(40)].flat();
  expect(read).toEqual(entries.slice(0, read.length));
  expect(read.length).toBeGreaterThan(40);
  expect(new SnapshotEntries(bytes).last(10)).toBe(null);
});
