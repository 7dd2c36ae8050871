// Cutting the list, always after it was sorted, so that a stopped Pod never takes the place of a live one.
import type { PodEntry, PodList } from './types';

/** The first rows, and how many more there are. */
export interface TruncatedPodList {
  readonly entries: readonly PodEntry[];
  readonly total: number;
  readonly hidden: number;
}

/** One page of the rows. */
export interface PodListPage {
  readonly entries: readonly PodEntry[];
  /** From 0, clamped to the pages that exist. */
  readonly page: number;
  /** At least 1: an empty list has one empty page. */
  readonly pageCount: number;
  readonly total: number;
  /** Rows on earlier pages, and rows on later ones ("N more"). */
  readonly hiddenBefore: number;
  readonly hiddenAfter: number;
}

/** The first `limit` rows of a sorted list; null = all. */
export function truncatePodList(list: Pick<PodList, 'entries'>, limit: number | null): TruncatedPodList {
  const total = list.entries.length;
  const shown = limit === null ? total : Math.min(total, Math.max(0, Math.floor(limit)));
  const entries = shown === total ? list.entries : list.entries.slice(0, shown);
  return { entries, total, hidden: total - shown };
}

/** Page `page` (from 0) of a sorted list; a page past the end gives the last one. */
export function pagePodList(
  list: Pick<PodList, 'entries'>,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): PodListPage {
  const size = Math.max(1, Math.floor(pageSize));
  const total = list.entries.length;
  const pageCount = Math.max(1, Math.ceil(total / size));
  const shown = Math.min(Math.max(0, Math.floor(page)), pageCount - 1);
  const start = shown * size;
  const entries = list.entries.slice(start, start + size);
  const hiddenAfter = total - start - entries.length;
  return { entries, page: shown, pageCount, total, hiddenBefore: start, hiddenAfter };
}
