// One Pod's screen large: which Pod, how far back, and where that stands; read by keys, mouse and view alike.
import type { ConversationLayout, Shown } from '../../conversation/conversationLayout';
import type { History } from '../../history/history';
import { HistoryLayout } from '../../history/historyLayout';
import type { HistoryScreen } from '../../history/historyView';
import type { PodEntry } from '../../podList/podList';
import { conversationFeedOf } from '../conversation/conversationSelectors';
import { screenLayout } from '../frame/screenLayout';
import { insideBox } from '../kit/box';
import { ALL_CLOSED, conversationLayoutOf } from '../kit/conversationLayouts';
import type { Rect } from '../kit/frame';
import { selectableEntries } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { tileId } from '../tile/tilePane';
import type { ZoomPane } from './zoomState';

/** What has a screen, or a conversation in its place. */
export function canZoom(entry: PodEntry): boolean {
  return entry.canAttach && (entry.extensions.includes('screen') || !entry.extensions.includes('terminal'));
}

/** Not live, but what it had printed may have been kept. */
export function hasOnlyHistory(entry: PodEntry): boolean {
  const hasLeftSome = entry.launch?.kind === 'terminal' || entry.canRestore;
  return entry.state !== 'live' && entry.foreign === undefined && hasLeftSome;
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

export interface ZoomPlan {
  readonly pane: ZoomPane;
  /** The rows within the box. */
  readonly inner: Rect;
}

export function planZoom(state: DashboardState, pane: ZoomPane): ZoomPlan {
  return { pane, inner: insideBox(screenLayout(state).body) };
}

/** Rows that the box of the zoom pane shows. */
export function zoomHeight(state: DashboardState): number {
  return Math.max(1, insideBox(screenLayout(state).body).height);
}

const layouts = new WeakMap<History, HistoryLayout>();

/** What a history is shown in; the rows of one width are known from then on. */
export function historyScreen(state: DashboardState, history: History): HistoryScreen {
  const cols = Math.max(1, screenLayout(state).body.width - 2);
  const known = layouts.get(history);
  const layout = known?.cols === cols ? known : new HistoryLayout(history, cols);
  layouts.set(history, layout);
  return { layout, height: zoomHeight(state) };
}

/** The Pod beside the zoomed one that can be zoomed, in the order of the pane below; the same one at the ends. */
export function zoomNeighbour(state: DashboardState, by: 1 | -1): PodEntry | null {
  if (state.pane.kind !== 'zoom') return null;
  const { key } = state.pane.entry;
  const entries = selectableEntries(state).filter((entry) => canZoom(entry) || entry.key === key);
  const at = entries.findIndex((entry) => entry.key === key);
  return entries[Math.min(Math.max(0, at + by), entries.length - 1)] ?? null;
}
