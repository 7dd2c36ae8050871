// What holds for every set of facts, however odd: properties over generated Pods.
import fc from 'fast-check';
import { buildPodList, EMPTY_POD_LIST } from '../../src/podList/buildPodList';
import { eligibility } from '../../src/podList/eligibility';
import type { LivePod, LogFact, PodFacts, StoredPod } from '../../src/podList/podFacts';
import { podKey } from '../../src/podList/podId';
import { truncatePodList } from '../../src/podList/truncatePodList';
import { livePod, storedPod } from './facts';

// Few names, homes and times, so that Pods meet in identity and in every sort key.
const id = fc.record({
  place: fc.constantFrom('/a', '/b'),
  name: fc.constantFrom('a', 'b', 'B', 'é', 'ﬀ', '😀', 'a\u001b[31m', ''),
});
const text = fc.option(fc.string({ unit: 'binary', maxLength: 6 }), { nil: null });
const log: fc.Arbitrary<LogFact> = fc.oneof(
  fc.record({
    kind: fc.constant('readable' as const),
    updatedAt: fc.constantFrom(0, 1, 2, 1_780_000_000_000, Number.NaN),
    preview: text,
    hasEntries: fc.boolean(),
    title: text,
    lastExit: fc.constantFrom(null, { code: 1, signal: null }, { code: null, signal: 'SIGKILL' }),
  }),
  fc.constant({ kind: 'missing' as const }),
  fc.record({ kind: fc.constant('corrupt' as const), error: fc.string() }),
);
const stored: fc.Arbitrary<StoredPod> = fc.record({
  id,
  metadata: fc.oneof(
    fc.record({
      kind: fc.constant('ok' as const),
      active: fc.option(
        fc.record({ sessionId: fc.constantFrom('s1', 's2'), segmentId: fc.constantFrom('g1', 'g2', null) }),
        { nil: null },
      ),
      launch: fc.constantFrom(null, { kind: 'terminal' as const, argv: ['sh'], cwd: '/w' }),
    }),
    fc.record({ kind: fc.constant('corrupt' as const), error: fc.string() }),
  ),
  log: fc.option(log, { nil: null }),
});
const live: fc.Arbitrary<LivePod> = fc.record({
  id,
  socketPath: fc.constantFrom('/s/1', '/s/2'),
  segmentId: fc.constantFrom('g1', 'g3', null),
  reach: fc.constantFrom('probing' as const, 'reachable' as const, 'unreachable' as const),
  status: fc.constantFrom('idle' as const, 'running' as const, 'paused' as const, null),
  statusSince: fc.constantFrom(null, 5),
  statusReason: text,
  attention: fc.constantFrom(null, { kind: 'bell' as const, message: 'bell', permissions: 0, since: 5 }),
  title: text,
  cwd: text,
  startedAt: fc.constantFrom(null, 3),
  extensions: fc.subarray(['terminal', 'screen']),
  log: fc.option(fc.record({ sessionId: fc.constantFrom('s1', 's3'), fact: log }), { nil: null }),
  error: text,
});
const problem = fc.record({
  source: fc.constantFrom('store' as const, 'registry' as const, 'live' as const, 'logs' as const),
  place: fc.constantFrom('/a', '/b'),
  message: fc.string({ maxLength: 3 }),
});
const anyFacts: fc.Arbitrary<PodFacts> = fc.record({
  stored: fc.array(stored, { maxLength: 12 }),
  live: fc.array(live, { maxLength: 8 }),
  problems: fc.array(problem, { maxLength: 3 }),
  loading: fc.boolean(),
});
const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
const factsAndShuffled = anyFacts.chain((facts) =>
  fc.tuple(
    fc.constant(facts),
    fc.record({
      stored: shuffled(facts.stored),
      live: shuffled(facts.live),
      problems: shuffled(facts.problems),
      loading: fc.constant(facts.loading),
    }),
  ),
);

describe('for any facts', () => {
  it('the list does not depend on the order in which they came', () => {
    fc.assert(
      fc.property(factsAndShuffled, ([facts, others]) => {
        expect(buildPodList(others)).toEqual(buildPodList(facts));
      }),
    );
  });

  it('every Pod is exactly one row, however bad its record', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const expected = new Set([...facts.stored, ...facts.live].map((fact) => podKey(fact.id)));
        const keys = buildPodList(facts).entries.map(({ key }) => key);
        expect(keys).toHaveLength(expected.size);
        expect(new Set(keys)).toEqual(expected);
      }),
    );
  });

  it('a bad record changes no row but its own', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const bad = storedPod('bad', { metadata: { kind: 'corrupt', error: 'torn' }, log: null });
        const { entries } = buildPodList({ ...facts, stored: [bad, ...facts.stored] });
        expect(entries.filter(({ key }) => key !== podKey(bad.id))).toEqual(buildPodList(facts).entries);
      }),
    );
  });

  it('the sort is total: each row strictly precedes the next by rank, time, name bytes, place', () => {
    const utf8 = (name: string) => Buffer.from(name, 'utf8');
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { entries } = buildPodList(facts);
        for (const [i, a] of entries.slice(0, -1).entries()) {
          const b = entries[i + 1];
          if (b === undefined) throw new Error('no next row');
          const order =
            Number(a.state !== 'live') - Number(b.state !== 'live') ||
            b.updatedAt - a.updatedAt ||
            Buffer.compare(utf8(a.id.name), utf8(b.id.name)) ||
            Buffer.compare(utf8(a.id.place), utf8(b.id.place));
          expect(order).toBeLessThan(0);
        }
      }),
    );
  });

  it('no live Pod is cut by a stopped one, whatever the limit', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(20), (facts, limit) => {
        const list = buildPodList(facts);
        const isLive = ({ state }: { state: string }) => state === 'live';
        const liveCount = list.entries.filter(isLive).length;
        const shown = truncatePodList(list, limit).entries.filter(isLive).length;
        expect(shown).toBe(Math.min(limit, liveCount));
      }),
    );
  });

  it('a Pod is live exactly where a socket answered, and only then attachable', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const answering = new Set(facts.live.filter((pod) => pod.reach === 'reachable').map((pod) => podKey(pod.id)));
        for (const entry of buildPodList(facts).entries) {
          expect(entry.state === 'live').toBe(answering.has(entry.key));
          expect(entry.canAttach).toBe(answering.has(entry.key));
          expect(entry.socketPath !== null).toBe(answering.has(entry.key));
        }
      }),
    );
  });

  it('attachable and restorable are never both true, and what is neither says why', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const entry of buildPodList(facts).entries) {
          expect(entry.canAttach && entry.canRestore).toBe(false);
          const open = eligibility(entry, 'open');
          expect(open.allowed).toBe(entry.canAttach || entry.canRestore);
          if (!open.allowed) expect(open.reason).not.toBe('');
          expect(entry.notRestorableReason === null).toBe(entry.canAttach || entry.canRestore);
        }
      }),
    );
  });

  it('only a stopped Pod with an active segment and a readable, non-empty log is restorable', () => {
    fc.assert(
      fc.property(stored, fc.option(live, { nil: null }), (pod, other) => {
        const allocation = other === null ? [] : [{ ...other, id: pod.id }];
        const [entry] = buildPodList({ stored: [pod], live: allocation, problems: [], loading: false }).entries;
        const segmentId = pod.metadata.kind === 'ok' ? (pod.metadata.active?.segmentId ?? null) : null;
        const hasLog = pod.log?.kind === 'readable' && pod.log.hasEntries;
        const notLive = other === null || other.reach === 'unreachable';
        expect(entry?.canRestore).toBe(notLive && segmentId !== null && hasLog);
      }),
    );
  });
});

describe('for any two sets of facts, one after the other', () => {
  it('rows that say the same keep their object, and an unchanged list is the same list', () => {
    fc.assert(
      fc.property(anyFacts, factsAndShuffled, (first, [second, shuffledSecond]) => {
        const previous = buildPodList(first);
        const before = new Map(previous.entries.map((entry) => [entry.key, entry]));
        const fresh = buildPodList(second);
        const next = buildPodList(second, previous);
        expect(next).toEqual(fresh);
        for (const entry of next.entries) {
          const old = before.get(entry.key);
          const same = old !== undefined && JSON.stringify(old) === JSON.stringify(entry);
          expect(entry === old).toBe(same);
        }
        expect(buildPodList(structuredClone(shuffledSecond), next)).toBe(next);
      }),
    );
  });

  it('whatever comes, goes, moves and comes back, step by step, the list is as if made of the last facts alone', () => {
    const steps = fc
      .tuple(fc.array(stored, { maxLength: 12 }), fc.array(live, { maxLength: 6 }))
      .chain(([kept, lives]) => {
        const some = fc.record({
          stored: fc.shuffledSubarray(kept),
          live: fc.shuffledSubarray(lives),
          problems: fc.constant([]),
          loading: fc.boolean(),
        });
        return fc.array(some, { minLength: 2, maxLength: 8 });
      });
    fc.assert(
      fc.property(steps, (snapshots) => {
        let list = EMPTY_POD_LIST;
        for (const snapshot of snapshots) {
          const before = new Map(list.entries.map((entry) => [entry.key, entry]));
          list = buildPodList(snapshot, list);
          expect(list).toEqual(buildPodList(snapshot));
          for (const entry of list.entries) {
            const old = before.get(entry.key);
            expect(entry === old).toBe(old !== undefined && JSON.stringify(old) === JSON.stringify(entry));
          }
        }
      }),
    );
  });

  it('a list may be followed by several others', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, anyFacts, (first, second, third) => {
        const previous = buildPodList(first);
        expect(buildPodList(second, previous)).toEqual(buildPodList(second));
        expect(buildPodList(third, previous)).toEqual(buildPodList(third));
      }),
    );
  });

  it('one more live Pod takes no other row away and comes before every stopped one', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const before = buildPodList(facts);
        const newcomer = livePod('newcomer');
        const after = buildPodList({ ...facts, live: [...facts.live, newcomer] }, before);
        expect(after.entries.filter((entry) => entry.key !== podKey(newcomer.id))).toEqual(before.entries);
        const firstStopped = after.entries.findIndex((entry) => entry.state !== 'live');
        const at = after.entries.findIndex((entry) => entry.key === podKey(newcomer.id));
        expect(firstStopped === -1 || at < firstStopped).toBe(true);
      }),
    );
  });
});
