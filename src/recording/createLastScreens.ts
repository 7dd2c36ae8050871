// The last screens of stopped Pods for a preview: of those asked for quickly only the newest is drawn.
import type { ScreenRow } from '../cells/podScreen';
import type { PodEntry } from '../podList/podList';

/** Null also for a Pod that the user has moved on from. @param read the rows as the Pod has left them; null: none. */
export function createLastScreens(
  read: (entry: PodEntry) => Promise<readonly string[] | null>,
): (entry: PodEntry) => Promise<readonly ScreenRow[] | null> {
  let newest = 0;
  return async (entry) => {
    newest += 1;
    const own = newest;
    const rows = await read(entry);
    if (rows === null || own !== newest) return null;
    // The frame that shows which one is selected comes first: to load and to draw takes longer than that.
    await new Promise(setImmediate);
    const { drawnScreen } = await import('./drawnScreen');
    return own === newest ? drawnScreen(rows) : null;
  };
}
