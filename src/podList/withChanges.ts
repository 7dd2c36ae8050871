// Rows that have come, gone or become others, in a list that is in order already.
import { compareEntries } from './compareEntries';
import type { PodEntry } from './podList';

/** `come`: in any order. */
export interface EntryChanges {
  readonly gone: ReadonlySet<PodEntry>;
  readonly come: readonly PodEntry[];
}

/** `entries` (in order) without those that have gone, and with those that have come; the same array where there are neither. */
export function withChanges(entries: readonly PodEntry[], { gone, come }: EntryChanges): readonly PodEntry[] {
  if (gone.size === 0 && come.length === 0) return entries;
  const sorted = [...come].sort(compareEntries);
  const merged: PodEntry[] = [];
  let at = 0;
  let next = sorted[at];
  for (const entry of entries) {
    if (gone.size > 0 && gone.has(entry)) continue;
    while (next !== undefined && compareEntries(next, entry) < 0) {
      merged.push(next);
      at += 1;
      next = sorted[at];
    }
    merged.push(entry);
  }
  for (; at < sorted.length; at += 1) {
    const left = sorted[at];
    if (left !== undefined) merged.push(left);
  }
  return merged;
}
