// What the list says now of a Pod that is open.
import { isProbing } from '../../podList/eligibility';
import type { PodEntry } from '../../podList/types';
import type { DashboardState } from './state';

/**
 * The row of an open Pod as it is now; null: it is gone. Opened before the list has come, or before its socket has been
 * asked for it, it is as it was found.
 */
export function entryNow({ list }: Pick<DashboardState, 'list'>, entry: PodEntry): PodEntry | null {
  const now = list.entries.find(({ key }) => key === entry.key);
  if (now === undefined) return list.loading ? entry : null;
  return isProbing(now) ? entry : now;
}
