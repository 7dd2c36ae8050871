// Facts become the PodList: merged by identity, live first, unchanged rows keep their object identity.
import { compareBytes, compareEntries } from './compareEntries';
import { mergePod, type PodSides } from './mergePod';
import type { LivePod, PodFacts, SourceProblem, StoredPod } from './podFacts';
import { type PodId, podKey } from './podId';
import type { PodEntry, PodList } from './podList';
import { canonicalText, sameValue } from './sameValue';

/** The list before any source has spoken. */
export const EMPTY_POD_LIST: PodList = { entries: [], problems: [], loading: true };

/**
 * The one merge and sort (formats §6). The result depends on the facts alone, not on their order: two facts of one
 * identity are settled by their content. With `previous`, rows that say the same keep their object, and if nothing
 * changed at all `previous` itself comes back.
 */
export function buildPodList(facts: PodFacts, previous: PodList = EMPTY_POD_LIST): PodList {
  const before = new Map(previous.entries.map((entry) => [entry.key, entry]));
  const entries: PodEntry[] = [];
  const records = recordsByIdentity(facts);
  const writers = writersOf(records);
  for (const [key, record] of records) {
    entries.push(entryFor(withWriter(record, writers), before.get(key)));
  }
  const sorted = inOrder(entries, previous.entries, before);
  const problems = sortedProblems(facts.problems);
  const unchanged = {
    entries: sameIdentities(sorted, previous.entries),
    problems: sameValue(problems, previous.problems),
  };
  const { homes } = facts;
  const hosts = sameValue(facts.hosts, previous.hosts) ? previous.hosts : facts.hosts;
  const isSame =
    unchanged.entries && unchanged.problems && sameValue(homes, previous.homes) && hosts === previous.hosts;
  if (isSame && facts.loading === previous.loading) return previous;
  return {
    ...(homes !== undefined && { homes }),
    ...(hosts !== undefined && { hosts }),
    entries: unchanged.entries ? previous.entries : sorted,
    problems: unchanged.problems ? previous.problems : problems,
    loading: facts.loading,
  };
}

/** Few rows are others than before, mostly: those are sorted, and merged into the rest, which is in order already. */
function inOrder(
  entries: readonly PodEntry[],
  previous: readonly PodEntry[],
  before: ReadonlyMap<string, PodEntry>,
): readonly PodEntry[] {
  const changed = entries.filter((entry) => before.get(entry.key) !== entry).sort(compareEntries);
  const kept = new Set(entries);
  const merged: PodEntry[] = [];
  let at = 0;
  for (const entry of previous) {
    if (!kept.has(entry)) continue;
    for (let next = changed[at]; next !== undefined && compareEntries(next, entry) < 0; next = changed[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(entry);
  }
  return [...merged, ...changed.slice(at)];
}

/** The facts a row was made of: while a source hands in the same objects, nothing of that row is worked out again. */
const origins = new WeakMap<PodEntry, PodSides>();

function entryFor(record: PodSides, old: PodEntry | undefined): PodEntry {
  const origin = old && origins.get(old);
  const isSame = origin?.live === record.live && origin.stored === record.stored && origin.writer === record.writer;
  if (old && isSame) return old;
  const built = mergePod(record);
  const entry = old && sameValue(old, built) ? old : built;
  origins.set(entry, record);
  return entry;
}

/** Which live Pod writes a segment, by place and segment: two records may name one. Asked for by those that are not live alone. */
function writersOf(records: ReadonlyMap<string, PodSides>): ReadonlyMap<string, string> {
  const writers = new Map<string, string>();
  if (![...records.values()].some(mayBeWritten)) return writers;
  for (const { live, stored } of records.values()) {
    if (live?.reach !== 'reachable') continue;
    const segmentId = live.segmentId ?? activeSegment(stored);
    if (segmentId === null) continue;
    const key = writerKey(live.id, segmentId);
    const other = writers.get(key);
    if (other === undefined || compareBytes(live.id.name, other) < 0) writers.set(key, live.id.name);
  }
  return writers;
}

function mayBeWritten({ stored, live }: PodSides): boolean {
  return stored !== null && live?.reach !== 'reachable';
}

function withWriter(record: PodSides, writers: ReadonlyMap<string, string>): PodSides {
  if (record.stored === null || !mayBeWritten(record)) return record;
  const segmentId = activeSegment(record.stored);
  const writer = segmentId === null ? undefined : writers.get(writerKey(record.stored.id, segmentId));
  return writer === undefined ? record : { ...record, writer };
}

function activeSegment(stored: StoredPod | null): string | null {
  return stored?.metadata.kind === 'ok' ? (stored.metadata.active?.segmentId ?? null) : null;
}

function writerKey({ place }: PodId, segmentId: string): string {
  return `${place}\0${segmentId}`;
}

/** A text that is made once has its hash once. */
const keys = new WeakMap<PodId, string>();

function keyOf(id: PodId): string {
  const known = keys.get(id);
  if (known !== undefined) return known;
  const key = podKey(id);
  keys.set(id, key);
  return key;
}

function recordsByIdentity(facts: PodFacts): Map<string, PodSides> {
  const records = new Map<string, PodSides>();
  for (const stored of facts.stored) {
    const key = keyOf(stored.id);
    const other = records.get(key)?.stored ?? null;
    records.set(key, { live: null, stored: other === null ? stored : preferred(stored, other, storedRank) });
  }
  for (const live of facts.live) {
    const key = keyOf(live.id);
    const found = records.get(key);
    const other = found?.live ?? null;
    records.set(key, {
      live: other === null ? live : preferred(live, other, liveRank),
      stored: found?.stored ?? null,
    });
  }
  return records;
}

/** The better of two facts of one identity; equally good ones are told apart by content, never by arrival. */
function preferred<T>(a: T, b: T, rank: (fact: T) => number): T {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference < 0 ? a : b;
  return compareBytes(canonicalText(a), canonicalText(b)) <= 0 ? a : b;
}

/** A registry may hold a stale allocation beside the one that answers. */
function liveRank(live: LivePod): number {
  return { reachable: 0, probing: 1, unreachable: 2 }[live.reach];
}

function storedRank(stored: PodFacts['stored'][number]): number {
  return stored.metadata.kind === 'ok' ? 0 : 1;
}

function sortedProblems(problems: readonly SourceProblem[]): SourceProblem[] {
  return [...problems].sort(
    (a, b) => compareBytes(a.source, b.source) || compareBytes(a.place, b.place) || compareBytes(a.message, b.message),
  );
}

function sameIdentities(a: readonly PodEntry[], b: readonly PodEntry[]): boolean {
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}
