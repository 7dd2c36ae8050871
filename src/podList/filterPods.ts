// Search and scope: which rows a view shows, how many it hides, and why, in words that are always on the screen.
import { entryName } from './entryName';
import { fuzzyScore } from './fuzzyScore';
import { isHeld } from './heldSessions';
import type { Attention } from './podFacts';
import type { PodEntry } from './podList';
import { directoryHere, hostOf } from './podPlace';

/** Which states are shown; `stopped` is everything that is not live. */
export type StateFilter = 'all' | 'live' | 'stopped' | 'attention';

/** In the order in which a key goes through them. */
export const STATE_FILTERS: readonly StateFilter[] = ['all', 'live', 'stopped', 'attention'];

/** Pods, the sessions of other programs, or both. */
export type RowKind = 'pods' | 'everything' | 'sessions';

/** In the order in which a key goes through them. */
export const ROW_KINDS: readonly RowKind[] = ['pods', 'everything', 'sessions'];

/** How far around the user's directory is looked; the same place in another worktree is this directory, too. */
export type ScopeReach = 'directory' | 'repository' | 'everywhere';

/** In the order in which a key goes through them, from everywhere. */
export const REACHES: readonly ScopeReach[] = ['everywhere', 'directory', 'repository'];

/** Where a directory lies, seen from the user's, by whatever path it is named. */
export type DirectoryPlace = 'directory' | 'repository' | 'elsewhere';

export interface PodFilter {
  readonly kind: RowKind;
  /** Words that must all fit; blank = no search. */
  readonly search: string;
  readonly state: StateFilter;
  /** Of the user, absolute: what is not in `places` is told by its path. */
  readonly directory: string;
  /** Only Pods that work so near, or below it. */
  readonly reach: ScopeReach;
  /** The directories that have been looked at. */
  readonly places: ReadonlyMap<string, DirectoryPlace>;
  /** Only Pods of this host, empty: of this machine; null: of any. */
  readonly host: string | null;
}

export const NO_FILTER: PodFilter = {
  ...{ kind: 'pods', search: '', state: 'all' },
  ...{ directory: '/', reach: 'everywhere', places: new Map(), host: null },
};

export interface FilteredPods {
  /** In the order in which they came in. */
  readonly entries: readonly PodEntry[];
  readonly total: number;
  /** How well each shown row fits the search, by its key; empty without a search. */
  readonly scores: ReadonlyMap<string, number>;
}

/** Why a row needs its user, as the view knows it. */
export type AttentionOf = (entry: PodEntry) => Attention | null;

/** The branch that is checked out where a Pod works; null: none, or not known (yet). */
export type BranchOf = (entry: PodEntry) => string | null;

/** The spread (`fuzzyScore`) of texts that are long enough to hold any letters in order. */
const LONG_TEXT_SPREAD = 3;

/** The rows that pass search, state and directory. */
export function filterPods(
  entries: readonly PodEntry[],
  filter: PodFilter,
  attentionOf: AttentionOf = (entry) => entry.attention,
  branchOf: BranchOf = () => null,
): FilteredPods {
  const words = filter.search.split(/\s+/).filter((word) => word !== '');
  const scores = new Map<string, number>();
  let total = 0;
  const shown = entries.filter((entry) => {
    // Who searches may look for what was put away.
    if (!isOfKind(entry, filter.kind) || (entry.isArchived && words.length === 0)) return false;
    total += 1;
    if (filter.host !== null && (hostOf(entry.id) ?? '') !== filter.host) return false;
    if (!hasState(entry, filter.state, attentionOf) || !worksIn(entry, filter)) return false;
    if (words.length === 0) return true;
    const score = searchScore(entry, words, branchOf);
    if (score !== null) scores.set(entry.key, score);
    return score !== null;
  });
  return { entries: shown.length === entries.length ? entries : shown, total, scores };
}

/** Live rows first, whatever they score; then the best fit; rows that fit equally well keep their order. */
export function rankPods({ entries, scores }: FilteredPods): readonly PodEntry[] {
  if (scores.size === 0) return entries;
  const score = (entry: PodEntry): number => scores.get(entry.key) ?? 0;
  return [...entries].sort((a, b) => Number(b.state === 'live') - Number(a.state === 'live') || score(b) - score(a));
}

/** Whether the filter could hide anything. */
export function isFiltering({ kind, search, state, reach, host }: PodFilter): boolean {
  return kind !== 'pods' || search.trim() !== '' || state !== 'all' || reach !== 'everywhere' || host !== null;
}

/** `12 of 40 · search "foo" · this directory (28 hidden)`. What was searched for is untrusted. */
export function describeFilter({ entries, total }: FilteredPods, filter: PodFilter): string {
  const search = filter.search.trim();
  const reasons = [
    ...(filter.kind === 'pods' ? [] : [filter.kind]),
    ...(search === '' ? [] : [`search "${search}"`]),
    ...(filter.state === 'all' ? [] : [`${filter.state} only`]),
    ...(filter.reach === 'everywhere' ? [] : [`this ${filter.reach}`]),
    ...(filter.host === null ? [] : [filter.host === '' ? 'this machine' : `host ${filter.host}`]),
  ];
  return [`${entries.length} of ${total}`, ...reasons].join(' · ').concat(` (${total - entries.length} hidden)`);
}

/** Of everything, a Pod and the session that it holds are one row. */
function isOfKind(entry: PodEntry, kind: RowKind): boolean {
  return kind === 'everything' ? !isHeld(entry) : (entry.foreign === undefined) === (kind === 'pods');
}

function hasState(entry: PodEntry, state: StateFilter, attentionOf: AttentionOf): boolean {
  switch (state) {
    case 'all':
      return true;
    case 'live':
      return entry.state === 'live';
    case 'stopped':
      return entry.state !== 'live';
    case 'attention':
      return attentionOf(entry) !== null;
  }
}

/** A Pod whose directory is not known works nowhere. */
function worksIn(entry: PodEntry, { directory, reach, places }: PodFilter): boolean {
  if (reach === 'everywhere') return true;
  const cwd = directoryHere(entry);
  const place = cwd === null ? 'elsewhere' : places.get(cwd);
  if (place !== undefined) return place === 'directory' || place === reach;
  const base = directory.replace(/\/+$/, '');
  return cwd !== null && (cwd.replace(/\/+$/, '') === base || cwd.startsWith(`${base}/`));
}

/** The sum of each word's best field: a name says more than a directory. Null where a word fits nowhere. */
function searchScore(entry: PodEntry, words: readonly string[], branchOf: BranchOf): number | null {
  const fields: readonly (readonly [text: string | null, weight: number, spread: number])[] = [
    [entryName(entry), 60, Number.POSITIVE_INFINITY],
    [entry.title, 20, LONG_TEXT_SPREAD],
    [entry.preview, 10, LONG_TEXT_SPREAD],
    [entry.cwd, 0, LONG_TEXT_SPREAD],
    [entry.foreign?.branch ?? branchOf(entry), 0, LONG_TEXT_SPREAD],
  ];
  let sum = 0;
  for (const word of words) {
    const scores = fields.flatMap(([text, weight, spread]) => {
      const score = text === null ? null : fuzzyScore(word, text, spread);
      return score === null ? [] : [score + weight];
    });
    if (scores.length === 0) return null;
    sum += Math.max(...scores);
  }
  return sum;
}
