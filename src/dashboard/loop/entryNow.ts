// What is known now of a Pod that is open.
import { isProbing } from '../../podList/eligibility';
import type { PodEntry } from '../../podList/podList';
import type { DashboardState } from './state';

/**
 * The row of an open Pod as it is now; null: it is gone. Opened before the list has come, or before its socket has been
 * asked for it, it is as it was found; restored before the list shows that, it is live.
 */
export function entryNow(
  { list, restored }: Pick<DashboardState, 'list' | 'restored'>,
  entry: PodEntry,
): PodEntry | null {
  const now = list.entries.find(({ key }) => key === entry.key);
  if (now === undefined) return list.loading ? entry : null;
  if (isProbing(now)) return entry;
  const socketPath = restored.get(now.key);
  return socketPath === undefined || now.canAttach ? now : restoredEntry(now, socketPath);
}

/** A stopped Pod's row with what its restore has told: it answers at `socketPath`, and is again what it was. */
export function restoredEntry(entry: PodEntry, socketPath: string): PodEntry {
  return {
    ...entry,
    state: 'live',
    socketPath,
    // What more it can do shows in the list.
    extensions: entry.launch?.kind === 'agent' ? [] : ['terminal'],
    canAttach: true,
    canRestore: false,
    notRestorableReason: null,
    diagnostics: [],
  };
}
