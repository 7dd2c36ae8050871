// The orders that a user can ask for; the default one is the list's own, live first.
import { compareBytes } from './compareEntries';
import type { AttentionOf } from './filterPods';
import { lastChange } from './lastActivity';
import type { PodEntry } from './podList';

export type SortOrder = 'live-first' | 'attention' | 'name' | 'newest';

/** In the order in which a key goes through them. */
export const SORT_ORDERS: readonly SortOrder[] = ['live-first', 'attention', 'name', 'newest'];

/**
 * The rows of a PodList in another order. `live-first` is the order that `buildPodList` has decided, which is also what
 * stands between rows that are equal in any other. `attention`: who needs the user, then the rest.
 */
export function sortPods(
  entries: readonly PodEntry[],
  order: SortOrder,
  attentionOf: AttentionOf = (entry) => entry.attention,
): readonly PodEntry[] {
  switch (order) {
    case 'live-first':
      return entries;
    case 'attention':
      return [
        ...entries.filter((entry) => attentionOf(entry) !== null),
        ...entries.filter((entry) => attentionOf(entry) === null),
      ];
    case 'name':
      return [...entries].sort((a, b) => compareBytes(a.id.name, b.id.name));
    case 'newest':
      return [...entries].sort((a, b) => lastChange(b) - lastChange(a));
  }
}
