// How a history is looked at: which row is the first, what is sought in it, what is selected; pure, for zoom and attach alike.
import { STYLE } from '../cells/textStyle';
import { lineText } from './history';
import { characterAt, characters, type HistoryLayout, type HistoryPlace } from './historyLayout';
import { findInHistory, type HistoryMatch, matchBeside, matchFrom } from './historySearch';

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
  /** A button was pressed on a cell of the screen, moved with, and pressed twice or thrice. */
  | { readonly kind: 'press' | 'drag' | 'word' | 'whole'; readonly x: number; readonly y: number }
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

export function reduceHistory(view: HistoryView, screen: HistoryScreen, act: HistoryAct): HistoryView {
  switch (act.kind) {
    case 'find':
      return {
        ...view,
        search: { query: '', isTyping: true, at: null, from: placeOfRow(topRow(view, screen), screen) },
      };
    case 'typed':
      return typed(view, screen, act.query);
    case 'keep':
      return { ...view, search: view.search?.query ? { ...view.search, isTyping: false } : null };
    case 'match':
      return nextMatch(view, screen, act.by);
    case 'found':
      return found(view, screen, act.query, act.at);
    case 'prompt':
      return atPrompt(view, screen, act.by);
    case 'copyMode':
      return { ...view, copying: { cursor: copyStart(view, screen), anchor: null, shape: 'characters' } };
    case 'anchor':
      return anchored(view, act.shape);
    case 'leave':
      return left(view);
    case 'press':
    case 'drag':
    case 'word':
    case 'whole':
      return pointed(view, screen, act);
    default:
      return view.copying === null ? scrolled(view, screen, act) : cursorMoved(view, screen, act);
  }
}

type Move = Extract<HistoryAct, { kind: 'rows' | 'edge' | 'characters' | 'words' | 'line' }>;

function scrolled(view: HistoryView, screen: HistoryScreen, act: Move): HistoryView {
  if (act.kind === 'edge') return { ...view, top: act.to === 'first' ? { line: 0, character: 0 } : null };
  return act.kind === 'rows' ? withTop(view, screen, topRow(view, screen) + act.by) : view;
}

function withTop(view: HistoryView, screen: HistoryScreen, row: number): HistoryView {
  const most = screen.layout.rowCount - screen.height;
  return { ...view, top: row >= most ? null : placeOfRow(Math.max(0, row), screen) };
}

function placeOfRow(row: number, { layout }: HistoryScreen): HistoryPlace {
  const { line, from } = layout.row(Math.min(row, Math.max(0, layout.rowCount - 1)));
  return { line, character: from };
}

/** A row that is not on the screen comes into its middle. */
function showing(view: HistoryView, screen: HistoryScreen, place: HistoryPlace, isSmooth = false): HistoryView {
  const row = screen.layout.rowOf(place);
  const top = topRow(view, screen);
  if (row >= top && row < top + screen.height) return view;
  if (!isSmooth) return withTop(view, screen, row - (screen.height >> 1));
  return withTop(view, screen, row < top ? row : row - screen.height + 1);
}

function typed(view: HistoryView, screen: HistoryScreen, query: string): HistoryView {
  const { search } = view;
  if (search === null) return view;
  const matches = findInHistory(screen.layout.history, query);
  // The newest is sought most often: upwards from the end of what is on the screen.
  const bottom = screen.layout.rowOf(search.from) + screen.height;
  const from = bottom >= screen.layout.rowCount ? END : placeOfRow(bottom, screen);
  const at = matchFrom(matches, from, -1);
  const found = { ...view, search: { ...search, query, at } };
  return at === null ? found : showing(found, screen, { line: at.line, character: at.from });
}

function found(view: HistoryView, screen: HistoryScreen, query: string, at: HistoryMatch | null): HistoryView {
  const from = at === null ? END : { line: at.line, character: at.from };
  const sought = { ...view, search: { query, isTyping: false, at, from } };
  return at === null ? sought : showing(sought, screen, from);
}

const END: HistoryPlace = { line: Number.MAX_SAFE_INTEGER, character: 0 };

/** `1` towards the end. */
function nextMatch(view: HistoryView, screen: HistoryScreen, by: 1 | -1): HistoryView {
  const { search } = view;
  if (search === null) return view;
  const matches = findInHistory(screen.layout.history, search.query);
  const at = search.at === null ? matchFrom(matches, search.from, by) : matchBeside(matches, search.at, by);
  if (at === null) return view;
  const place = { line: at.line, character: at.from };
  const found = { ...view, search: { ...search, at } };
  const moved = found.copying === null ? found : { ...found, copying: { ...found.copying, cursor: place } };
  return showing(moved, screen, place);
}

/** The line comes to the top of the screen. */
function atPrompt(view: HistoryView, screen: HistoryScreen, by: 1 | -1): HistoryView {
  const { lines } = screen.layout.history;
  const { line } = view.copying?.cursor ?? placeOfRow(topRow(view, screen), screen);
  const isPrompt = ({ marks }: (typeof lines)[number]) => marks.includes('A');
  const found =
    by === 1
      ? lines.findIndex((each, index) => index > line && isPrompt(each))
      : lines.findLastIndex((each, index) => index < line && isPrompt(each));
  if (found < 0) return view;
  const place = { line: found, character: 0 };
  if (view.copying !== null) return showing({ ...view, copying: { ...view.copying, cursor: place } }, screen, place);
  return withTop(view, screen, screen.layout.rowOf(place));
}

function copyStart(view: HistoryView, screen: HistoryScreen): HistoryPlace {
  const { at } = view.search ?? {};
  if (at) return { line: at.line, character: at.from };
  const last = Math.min(screen.layout.rowCount, topRow(view, screen) + screen.height) - 1;
  return placeOfRow(Math.max(0, last), screen);
}

function anchored(view: HistoryView, shape: HistoryCopying['shape']): HistoryView {
  const { copying } = view;
  if (copying === null) return view;
  if (copying.anchor !== null && copying.shape === shape) return { ...view, copying: { ...copying, anchor: null } };
  return { ...view, copying: { ...copying, shape, anchor: copying.anchor ?? copying.cursor } };
}

function left(view: HistoryView): HistoryView {
  if (view.search?.isTyping) return { ...view, search: null };
  if (view.copying?.anchor) return { ...view, copying: { ...view.copying, anchor: null } };
  if (view.copying !== null) return { ...view, copying: null };
  return view.search === null ? END_OF_HISTORY : { ...view, search: null };
}

function cursorMoved(view: HistoryView, screen: HistoryScreen, act: Move): HistoryView {
  const { copying } = view;
  if (copying === null) return view;
  const cursor = movedPlace(copying.cursor, screen, act);
  return showing({ ...view, copying: { ...copying, cursor } }, screen, cursor, true);
}

function movedPlace(cursor: HistoryPlace, screen: HistoryScreen, act: Move): HistoryPlace {
  const { layout } = screen;
  const { lines } = layout.history;
  const last = Math.max(0, lines.length - 1);
  const length = characters(lines[cursor.line]);
  switch (act.kind) {
    case 'edge':
      return act.to === 'first' ? { line: 0, character: 0 } : { line: last, character: characters(lines[last]) };
    case 'line':
      return { line: cursor.line, character: act.to === 'first' ? 0 : Math.max(0, length - 1) };
    case 'characters':
      if (act.by === 1 && cursor.character >= length - 1 && cursor.line < last)
        return { line: cursor.line + 1, character: 0 };
      if (act.by === -1 && cursor.character === 0 && cursor.line > 0)
        return { line: cursor.line - 1, character: Math.max(0, characters(lines[cursor.line - 1]) - 1) };
      return {
        line: cursor.line,
        character: Math.min(Math.max(0, length - 1), Math.max(0, cursor.character + act.by)),
      };
    case 'words':
      return wordBeside(cursor, screen, act.by);
    case 'rows': {
      const row = layout.rowOf(cursor);
      const column = cursor.character - layout.row(row).from;
      const next = layout.row(Math.min(Math.max(0, row + act.by), Math.max(0, layout.rowCount - 1)));
      return { line: next.line, character: Math.min(Math.max(next.from, next.to - 1), next.from + column) };
    }
  }
}

const WORD = /[\p{L}\p{N}_./~@:%+-]+|[^\p{L}\p{N}_./~@:%+\s-]+/gu;

interface Word {
  readonly from: number;
  readonly to: number;
}

function wordsOf({ layout }: HistoryScreen, line: number): readonly Word[] {
  const own = layout.history.lines[line];
  if (own === undefined) return [];
  const text = lineText(own);
  return [...text.matchAll(WORD)].map(({ index, 0: word }) => {
    const from = [...text.slice(0, index)].length;
    return { from, to: from + [...word].length };
  });
}

function wordBeside(cursor: HistoryPlace, screen: HistoryScreen, by: 1 | -1): HistoryPlace {
  const { lines } = screen.layout.history;
  for (let { line } = cursor; line >= 0 && line < lines.length; line += by) {
    const words = wordsOf(screen, line);
    const isBeyond = ({ from }: Word) =>
      line !== cursor.line || (by === 1 ? from > cursor.character : from < cursor.character);
    const word = by === 1 ? words.find(isBeyond) : words.findLast(isBeyond);
    if (word !== undefined) return { line, character: word.from };
  }
  return cursor;
}

function pointed(
  view: HistoryView,
  screen: HistoryScreen,
  { kind, x, y }: Extract<HistoryAct, { kind: 'press' | 'drag' | 'word' | 'whole' }>,
): HistoryView {
  const { layout, height } = screen;
  if (layout.rowCount === 0) return view;
  const top = topRow(view, screen);
  const row = layout.row(Math.min(layout.rowCount - 1, Math.max(0, top + y)));
  const character = Math.min(row.from + characterAt(layout.cells(row), x), Math.max(row.from, row.to - 1));
  const place = { line: row.line, character };
  if (kind === 'whole') return { ...view, copying: { cursor: place, anchor: place, shape: 'lines' } };
  if (kind === 'word') {
    const word = wordsOf(screen, row.line).find(({ from, to }) => from <= character && character < to);
    if (word === undefined) return view;
    const [anchor, cursor] = [word.from, word.to - 1].map((at) => ({ line: row.line, character: at }));
    return anchor && cursor ? { ...view, copying: { anchor, cursor, shape: 'characters' } } : view;
  }
  if (kind === 'press') return { ...view, copying: { cursor: place, anchor: null, shape: 'characters' } };
  const { copying } = view;
  if (copying === null) return view;
  const dragged = { ...view, copying: { ...copying, anchor: copying.anchor ?? copying.cursor, cursor: place } };
  // At the edges the text goes on under the button.
  if (y <= 0) return withTop(dragged, screen, top - 1);
  return y >= height - 1 ? withTop(dragged, screen, top + 1) : dragged;
}

/** How what was found, and the match at hand, stand out. */
export const FOUND_FLAGS = STYLE.inverse;
export const AT_FLAGS = STYLE.inverse | STYLE.bold | STYLE.underline;
