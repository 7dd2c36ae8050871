// Facts told as differences and folded again are the same facts, however they change; a bad row is one bad row.
import fc from 'fast-check';
import { FactDeltas, FoldedFacts, type HostRows } from '../../src/hosts/factDeltas';
import type { LivePod, PodFacts, StoredPod } from '../../src/podList/podFacts';
import type { HostFactsMessage } from '../../src/protocol/hostWire';
import { livePod, storedPod } from '../podList/facts';

const name = fc.constantFrom('a', 'b', 'c', 'd');
const stored: fc.Arbitrary<StoredPod> = fc.record({ name, archived: fc.boolean() }).map(({ name: of, archived }) => ({
  ...storedPod(of),
  ...(archived && { isArchived: true }),
}));
const live: fc.Arbitrary<LivePod> = fc
  .record({ name, title: fc.option(fc.string()) })
  .map(({ name: of, title }) => livePod(of, { title }));
const facts: fc.Arbitrary<PodFacts> = fc.record({
  stored: fc.array(stored, { maxLength: 5 }),
  live: fc.array(live, { maxLength: 5 }),
  problems: fc.array(fc.constant({ source: 'store', place: '/home', message: 'broken' }), { maxLength: 1 }),
  loading: fc.boolean(),
});

function fold(folded: FoldedFacts, messages: readonly HostFactsMessage[]): HostRows | null {
  let last: HostRows | null = null;
  // Over the wire and back.
  for (const message of messages) last = folded.take(JSON.parse(JSON.stringify(message)));
  return last;
}

const inOrder = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

test('every snapshot arrives, whatever came before it', () => {
  fc.assert(
    fc.property(fc.array(facts, { minLength: 1, maxLength: 6 }), (snapshots) => {
      const deltas = new FactDeltas();
      const folded = new FoldedFacts();
      let known: HostRows | null = null;
      for (const snapshot of snapshots) {
        known = fold(folded, deltas.since(snapshot)) ?? known;
        expect(inOrder(known?.stored ?? [])).toEqual(inOrder(snapshot.stored));
        expect(inOrder(known?.live ?? [])).toEqual(inOrder(snapshot.live));
        expect(known?.loading).toBe(snapshot.loading);
        expect(known?.problems).toEqual(snapshot.problems);
      }
    }),
  );
});

test('nothing is said twice', () => {
  const deltas = new FactDeltas();
  const snapshot: PodFacts = { stored: [storedPod('a')], live: [livePod('a')], problems: [], loading: false };
  expect(deltas.since(snapshot)).toHaveLength(1);
  expect(deltas.since({ ...snapshot, stored: [storedPod('a')] })).toEqual([]);
});

test('many rows come in several messages, of which only the last makes a snapshot', () => {
  const many = Array.from({ length: 450 }, (_, index) => storedPod(`pod-${index}`));
  const messages = new FactDeltas().since({ stored: many, live: [], problems: [], loading: false });
  expect(messages.map(({ isLast }) => isLast)).toEqual([false, false, true]);
  expect(fold(new FoldedFacts(), messages)?.stored).toHaveLength(450);
});

test('a row that cannot be read is one row less and a problem, until it is gone', () => {
  const folded = new FoldedFacts();
  const [first] = new FactDeltas().since({ stored: [storedPod('a')], live: [], problems: [], loading: false });
  if (first === undefined) throw new Error('nothing was told');
  const set: [string, unknown][] = [...first.stored.set, ['bad', { id: 'none' }], ['worse', null]];
  const rows = folded.take({ ...first, stored: { set, gone: [] } });
  expect(rows?.stored).toHaveLength(1);
  expect(rows?.problems[0]?.message).toMatch(/^2 rows of it cannot be read: /);
  const after = folded.take({ ...first, stored: { set: [], gone: ['bad', 'worse'] } });
  expect(after?.problems).toEqual([]);
});
