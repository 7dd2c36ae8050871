// Rows in groups by where their Pods work: each with its members, the most alive group first.
import type { AttentionOf } from './filterPods';
import type { PodEntry } from './podList';
import type { SummarizedHost } from './summarizePods';

/** By what rows are put together. */
export type Grouping = 'none' | 'directory' | 'repository';

/** In the order in which a key goes through them. */
export const GROUPINGS: readonly Grouping[] = ['none', 'directory', 'repository'];

/** Where a Pod belongs; null: that is not known. */
export type DirectoryOf = (entry: PodEntry) => string | null;

export interface PodGroup {
  /** Of no Pod: see `isGroupKey`. */
  readonly key: string;
  /** Absolute path; null: of the Pods whose directory is not known. */
  readonly directory: string | null;
  /** In the order in which they came in. */
  readonly entries: readonly PodEntry[];
  readonly live: number;
  /** How many of them need their user. */
  readonly calls: number;
  /** The host whose summary this is: its Pods are not in the list, and `entries` is empty. Missing: it is a group of rows. */
  readonly host?: SummarizedHost;
}

/** One row of a list in groups. */
export type ListRow =
  | { readonly kind: 'pod'; readonly key: string; readonly entry: PodEntry }
  | { readonly kind: 'group'; readonly key: string; readonly group: PodGroup; readonly isFolded: boolean };

/** The key of a Pod begins with its place, which is never empty. */
const GROUP = '\u0000group\u0000';

/** Before the name of a host: no directory is called so. */
export const HOST_GROUP = `${GROUP}\u0000`;

/** The key of the group of a directory. */
export function groupKey(directory: string | null): string {
  return `${GROUP}${directory ?? ''}`;
}

/** Whether a key is that of a group, not of a Pod. */
export function isGroupKey(key: string | null): boolean {
  return key?.startsWith(GROUP) === true;
}

/**
 * All of `entries`, each in one group, in their order. `ranked`: groups with a live Pod that needs its user come first, then
 * those with a live one, then those of stopped ones that need him; else, and between equal ones, each stands where its first
 * row has stood.
 */
export function groupPods(
  entries: readonly PodEntry[],
  directoryOf: DirectoryOf,
  attentionOf: AttentionOf,
  ranked: boolean,
): readonly PodGroup[] {
  const members = new Map<string | null, PodEntry[]>();
  for (const entry of entries) {
    const directory = directoryOf(entry);
    const known = members.get(directory);
    if (known === undefined) members.set(directory, [entry]);
    else known.push(entry);
  }
  const groups = [...members].map(([directory, own]): PodGroup & { readonly rank: number } => {
    const ranks = own.map((entry) => Number(entry.state === 'live') * 2 + Number(attentionOf(entry) !== null));
    return {
      key: groupKey(directory),
      directory,
      entries: own,
      live: ranks.filter((rank) => rank >= 2).length,
      calls: ranks.filter((rank) => rank % 2 === 1).length,
      rank: ranks.reduce((most, rank) => Math.max(most, rank), 0),
    };
  });
  return ranked ? groups.sort((a, b) => b.rank - a.rank) : groups;
}

/** The rows of `groups`, a head before the members of each; those of a folded one are left out. */
export function groupedRows(groups: readonly PodGroup[], isFolded: (key: string) => boolean): readonly ListRow[] {
  return groups.flatMap((group): readonly ListRow[] => {
    const folded = isFolded(group.key);
    const head: ListRow = { kind: 'group', key: group.key, group, isFolded: folded };
    return folded ? [head] : [head, ...group.entries.map(podRow)];
  });
}

/** The row of a Pod. */
export function podRow(entry: PodEntry): ListRow {
  return { kind: 'pod', key: entry.key, entry };
}
