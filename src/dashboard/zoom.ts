// One Pod's screen large: which Pod, how far back, and where that stands; read by keys, mouse and view alike.
import type { ScreenRow } from '../podList/podScreen';
import type { PodEntry } from '../podList/types';
import { screenLayout } from './screenLayout';
import { type DashboardState, selectableEntries } from './state';

/** What can be shown as a screen; conversations have a pane of their own. */
export function canZoom(entry: PodEntry): boolean {
  return entry.canAttach && entry.extensions.includes('screen');
}

export interface ZoomView {
  /** First row shown. */
  readonly top: number;
  readonly rows: readonly ScreenRow[];
  readonly total: number;
  /** The largest `up`. */
  readonly most: number;
}

/** Rows that the box of the zoom pane shows. */
export function zoomHeight(state: DashboardState): number {
  return Math.max(1, screenLayout(state).body.height - 2);
}

/** What is shown of earlier rows; null while the live screen is. */
export function zoomView(state: DashboardState): ZoomView | null {
  if (state.pane.kind !== 'zoom' || state.pane.scroll === null || state.pane.scroll.rows === null) return null;
  const { rows, up } = state.pane.scroll;
  const height = zoomHeight(state);
  const most = Math.max(0, rows.length - height);
  const top = most - Math.min(up, most);
  return { top, rows: rows.slice(top, top + height), total: rows.length, most };
}

/** The live Pod beside the zoomed one, in the order of the pane below; the same one at the ends. */
export function zoomNeighbour(state: DashboardState, by: 1 | -1): PodEntry | null {
  if (state.pane.kind !== 'zoom') return null;
  const { key } = state.pane.entry;
  const entries = selectableEntries(state).filter((entry) => canZoom(entry) || entry.key === key);
  const at = entries.findIndex((entry) => entry.key === key);
  return entries[Math.min(Math.max(0, at + by), entries.length - 1)] ?? null;
}
