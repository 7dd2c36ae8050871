// The Pods that the user has marked, as they are now, in the order of the list.
import type { PodEntry } from '../../podList/podList';
import type { DashboardState } from './state';

/** Those that are gone are left out. */
export function markedEntries({ list, composer }: Pick<DashboardState, 'list' | 'composer'>): readonly PodEntry[] {
  return list.entries.filter(({ key }) => composer.marks.has(key));
}
