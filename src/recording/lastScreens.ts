// The last screens of stopped Pods for a preview: of those asked for quickly only the newest is drawn.

import { readLastScreen } from '../actions/readLastScreen';
import type { ScreenRow } from '../cells/podScreen';
import type { PodEntry } from '../podList/types';
import type { HomePaths } from '../protocol/homePaths';

/** Null also for a Pod that the user has moved on from. @param homeOf where a Pod's files are. */
export function createLastScreens(
  homeOf: (id: PodEntry['id']) => HomePaths,
): (entry: PodEntry) => Promise<readonly ScreenRow[] | null> {
  let newest = 0;
  return async ({ id, sessionId, segmentId }) => {
    newest += 1;
    const own = newest;
    if (sessionId === null || segmentId === null) return null;
    const rows = await readLastScreen(homeOf(id), sessionId, segmentId);
    if (rows === null || own !== newest) return null;
    const { drawnScreen } = await import('./drawnScreen');
    return own === newest ? drawnScreen(rows) : null;
  };
}
