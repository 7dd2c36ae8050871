// What is done while a history is looked at: moving, searching, selecting; pure, for zoom and attach alike.
import { characters, type HistoryPlace } from './historyLayout';
import { findInHistory, type HistoryMatch, matchBeside, matchFrom } from './historySearch';
import {
  END_OF_HISTORY,
  type HistoryAct,
  type HistoryCopying,
  type HistoryScreen,
  type HistoryView,
  placeOfRow,
  showingScreen,
  topRow,
  withTop,
} from './historyView';
import { wordBeside } from './historyWords';
import { pointHistory } from './pointHistory';

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
      return pointHistory(view, screen, act);
    default:
      return view.copying === null ? scrolled(view, screen, act) : cursorMoved(view, screen, act);
  }
}

type Move = Extract<HistoryAct, { kind: 'rows' | 'edge' | 'characters' | 'words' | 'line' }>;

function scrolled(view: HistoryView, screen: HistoryScreen, act: Move): HistoryView {
  if (act.kind === 'edge') return { ...view, top: act.to === 'first' ? { line: 0, character: 0 } : null };
  return act.kind === 'rows' ? withTop(view, screen, topRow(view, screen) + act.by) : view;
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
  return at === null ? found : showingScreen(found, screen, { line: at.line, character: at.from });
}

function found(view: HistoryView, screen: HistoryScreen, query: string, at: HistoryMatch | null): HistoryView {
  const from = at === null ? END : { line: at.line, character: at.from };
  const sought = { ...view, search: { query, isTyping: false, at, from } };
  return at === null ? sought : showingScreen(sought, screen, from);
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
  return showingScreen(moved, screen, place);
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
  if (view.copying !== null)
    return showingScreen({ ...view, copying: { ...view.copying, cursor: place } }, screen, place);
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
  return showingScreen({ ...view, copying: { ...copying, cursor } }, screen, cursor, true);
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
