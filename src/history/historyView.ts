// How a history is looked at: which row is the first, what is sought in it, what is selected, and what can be done.
import { STYLE } from '../cells/textStyle';
import type { HistoryLayout, HistoryPlace } from './historyLayout';
import type { HistoryMatch } from './historySearch';

export interface HistorySearch {
  readonly query: string;
  readonly isTyping: boolean;
  readonly at: HistoryMatch | null;
  /** Where it began: while the text is typed the first match from here on is shown. */
  readonly from: HistoryPlace;
}

export interface HistoryCopying {
  readonly cursor: HistoryPlace;
  /** Null: nothing is selected yet. */
  readonly anchor: HistoryPlace | null;
  readonly shape: 'characters' | 'lines' | 'block';
}

export interface HistoryView {
  /** The first row shown begins there; null follows the end. */
  readonly top: HistoryPlace | null;
  readonly search: HistorySearch | null;
  readonly copying: HistoryCopying | null;
}

export const END_OF_HISTORY: HistoryView = { top: null, search: null, copying: null };

/** What it is shown in. */
export interface HistoryScreen {
  readonly layout: HistoryLayout;
  /** Rows. */
  readonly height: number;
}

/** A button was pressed on a cell of the screen, moved with, and pressed twice or thrice. */
export interface PointAct {
  readonly kind: 'press' | 'drag' | 'word' | 'whole';
  readonly x: number;
  readonly y: number;
  /** Of a drag: a block is selected. */
  readonly isBlock?: boolean;
}

export type HistoryAct =
  /** In rows; of copy mode the cursor moves. */
  | { readonly kind: 'rows'; readonly by: number }
  | { readonly kind: 'edge'; readonly to: 'first' | 'last' }
  | { readonly kind: 'characters' | 'words'; readonly by: 1 | -1 }
  /** To the start or the end of the line. */
  | { readonly kind: 'line'; readonly to: 'first' | 'last' }
  | { readonly kind: 'find' }
  | { readonly kind: 'typed'; readonly query: string }
  | { readonly kind: 'keep' }
  | { readonly kind: 'match'; readonly by: 1 | -1 }
  /** To what was found elsewhere; the text stays sought. */
  | { readonly kind: 'found'; readonly query: string; readonly at: HistoryMatch | null }
  /** To a line in which a prompt begins. */
  | { readonly kind: 'prompt'; readonly by: 1 | -1 }
  | { readonly kind: 'copyMode' }
  /** Begins a selection of that shape at the cursor; the same once more takes it back. */
  | { readonly kind: 'anchor'; readonly shape: HistoryCopying['shape'] }
  | PointAct
  /** Leaves what was begun last: a selection, copy mode, a search. */
  | { readonly kind: 'leave' };

/** The row that is the first now. */
export function topRow({ top }: HistoryView, { layout, height }: HistoryScreen): number {
  const most = Math.max(0, layout.rowCount - height);
  return top === null ? most : Math.min(most, layout.rowOf(top));
}

/** Nothing is sought or selected, and the end is shown: what is live can be shown as well. */
export function isAtEnd(view: HistoryView): boolean {
  return view.top === null && view.search === null && view.copying === null;
}

/** With that row as the first one. */
export function withTop(view: HistoryView, screen: HistoryScreen, row: number): HistoryView {
  const most = screen.layout.rowCount - screen.height;
  return { ...view, top: row >= most ? null : placeOfRow(Math.max(0, row), screen) };
}

export function placeOfRow(row: number, { layout }: HistoryScreen): HistoryPlace {
  const { line, from } = layout.row(Math.min(row, Math.max(0, layout.rowCount - 1)));
  return { line, character: from };
}

/** A row that is not on the screen comes into its middle. */
export function showingScreen(
  view: HistoryView,
  screen: HistoryScreen,
  place: HistoryPlace,
  isSmooth = false,
): HistoryView {
  const row = screen.layout.rowOf(place);
  const top = topRow(view, screen);
  if (row >= top && row < top + screen.height) return view;
  if (!isSmooth) return withTop(view, screen, row - (screen.height >> 1));
  return withTop(view, screen, row < top ? row : row - screen.height + 1);
}

/** How what was found, and the match at hand, stand out. */
export const FOUND_FLAGS = STYLE.inverse;
export const AT_FLAGS = STYLE.inverse | STYLE.bold | STYLE.underline;
