// One Pod's screen large: which Pod, how far back, and where that stands; read by keys, mouse and view alike.
import type { ScreenRow } from '../../cells/podScreen';
import type { ConversationLayout, Shown } from '../../conversation/conversationLayout';
import type { PodEntry } from '../../podList/types';
import { conversationFeedOf } from '../conversation/conversationSelectors';
import { screenLayout } from '../frame/screenLayout';
import { ALL_CLOSED, conversationLayoutOf } from '../kit/conversationLayouts';
import { selectableEntries } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { tileId } from '../tile/tilePane';

/** What has a screen, or a conversation in its place. */
export function canZoom(entry: PodEntry): boolean {
  return entry.canAttach && (entry.extensions.includes('screen') || !entry.extensions.includes('terminal'));
}

/** The zoomed conversation and its layout, as in a tile; null: a screen is zoomed, or nothing has been heard yet. */
export function zoomedConversation(
  state: DashboardState,
): { readonly shown: Shown; readonly layout: ConversationLayout } | null {
  if (state.pane.kind !== 'zoom') return null;
  const { key } = state.pane.entry;
  const feed = conversationFeedOf(state, key);
  if (feed === null) return null;
  const width = Math.max(0, screenLayout(state).body.width - 2);
  const shown = { conversation: feed.conversation, open: ALL_CLOSED };
  return { shown, layout: conversationLayoutOf(state.theme, tileId(key), width) };
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
