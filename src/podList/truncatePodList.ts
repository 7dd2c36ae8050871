// Cutting the list, always after it was sorted, so that a stopped Pod never takes the place of a live one.
import type { PodEntry, PodList } from './podList';

/** The first rows, and how many more there are. */
export interface TruncatedPodList {
  readonly entries: readonly PodEntry[];
  readonly total: number;
  readonly hidden: number;
}

/** The first `limit` rows of a sorted list; null = all. */
export function truncatePodList(list: Pick<PodList, 'entries'>, limit: number | null): TruncatedPodList {
  const total = list.entries.length;
  const shown = limit === null ? total : Math.min(total, Math.max(0, Math.floor(limit)));
  const entries = shown === total ? list.entries : list.entries.slice(0, shown);
  return { entries, total, hidden: total - shown };
}
