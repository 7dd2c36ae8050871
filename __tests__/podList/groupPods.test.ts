// Groups hold every row once, in order; the most alive group that needs its user comes first.
import fc from 'fast-check';
import { buildPodList } from '../../src/podList/buildPodList';
import { type DirectoryOf, groupedRows, groupPods, isGroupKey } from '../../src/podList/groupPods';
import type { PodEntry } from '../../src/podList/podList';
import { entryOf, facts, livePod, storedPod } from './facts';

const call = { kind: 'bell' as const, message: '', permissions: 0, since: 1 };
const attentionOf = ({ attention }: PodEntry) => attention;
const byCwd: DirectoryOf = ({ cwd }) => cwd;
const names = (entries: readonly PodEntry[]) => entries.map(({ id }) => id.name).join(' ');

const pod = (name: string, cwd: string, over = {}) => livePod(name, { cwd, ...over });
const stopped = (name: string, cwd: string) =>
  storedPod(name, {
    metadata: {
      kind: 'ok',
      active: { sessionId: 's', segmentId: 'g' },
      launch: { kind: 'terminal', argv: ['sh'], cwd },
    },
  });

test('ranked: a live Pod that needs its user, then a live one, then the rest; within a group the list order stays', () => {
  const { entries } = buildPodList(
    facts({
      live: [pod('a', '/quiet'), pod('b', '/calls'), pod('c', '/calls', { attention: call }), pod('d', '/quiet')],
      stored: [stopped('e', '/old'), stopped('f', '/quiet')],
    }),
  );
  const groups = groupPods(entries, byCwd, attentionOf, true);
  expect(groups.map(({ directory, live, calls, entries: own }) => [directory, live, calls, names(own)])).toEqual([
    ['/calls', 2, 1, 'b c'],
    ['/quiet', 2, 0, 'a d f'],
    ['/old', 0, 0, 'e'],
  ]);
  // In an order that the user has asked for, groups stand where their first rows have stood.
  const named = groupPods(entries, byCwd, attentionOf, false);
  expect(named.map(({ directory }) => directory)).toEqual(['/quiet', '/calls', '/old']);
});

test('what works nowhere that is known is together, and no key of a group is that of a Pod', () => {
  const entries = [entryOf({ live: [livePod('x')] }), entryOf({ live: [pod('y', '')] })];
  const groups = groupPods(entries, byCwd, attentionOf, true);
  expect(groups.map(({ directory, entries: own }) => [directory, names(own)])).toEqual([
    [null, 'x'],
    ['', 'y'],
  ]);
  for (const { key } of groups) expect(isGroupKey(key)).toBe(true);
  for (const { key } of entries) expect(isGroupKey(key)).toBe(false);
  expect(isGroupKey(null)).toBe(false);
});

test('every Pod is in one group, under its head; a folded one shows its head alone', () => {
  const directories = fc.array(fc.tuple(fc.constantFrom('/a', '/b', '/c', null), fc.boolean(), fc.boolean()), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(directories, fc.boolean(), fc.func(fc.boolean()), (pods, ranked, fold) => {
      const entries = pods.map(([cwd, isLive, calls], at) =>
        entryOf(
          isLive
            ? { live: [livePod(`p${at}`, { cwd, attention: calls ? call : null })] }
            : { stored: [cwd === null ? storedPod(`p${at}`) : stopped(`p${at}`, cwd)] },
        ),
      );
      const groups = groupPods(entries, byCwd, attentionOf, ranked);
      expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      const all = groups.flatMap((group) => group.entries);
      expect(new Set(all)).toEqual(new Set(entries));
      expect(all).toHaveLength(entries.length);
      if (ranked) {
        const isLive = groups.map(({ live }) => live > 0);
        expect(isLive).toEqual([...isLive].sort((a, b) => Number(b) - Number(a)));
      }
      const folded = new Set(groups.filter(({ key }) => fold(key)).map(({ key }) => key));
      const rows = groupedRows(groups, (key) => folded.has(key));
      const open = groups.filter(({ key }) => !folded.has(key));
      expect(rows).toHaveLength(groups.length + open.reduce((sum, group) => sum + group.entries.length, 0));
    }),
    { numRuns: 100 },
  );
});
