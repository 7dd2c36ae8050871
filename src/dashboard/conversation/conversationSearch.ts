// Search in a conversation: from match to match, opening what is closed, round from the end to the start.
import { findInConversation, findInRows } from '../../conversation/findInConversation';
import {
  type ConversationScreen,
  type ConversationView,
  type MatchPlace,
  opened,
  showing,
  shownOf,
} from './conversationView';

/** Begins to type a query; the search goes on from what is on the screen. */
export function searchOpened(view: ConversationView, screen: ConversationScreen): ConversationView {
  const [first] = screen.layout.rows(shownOf(screen, view), view.top, screen.height);
  const from = first === undefined ? { index: 0, row: 0 } : { index: first.index, row: first.rowOfBlock };
  return { ...view, search: { query: '', isTyping: true, at: null, blocks: 0, from } };
}

/** The query has changed: its first match from where the search began is shown. */
export function searchTyped(view: ConversationView, screen: ConversationScreen, query: string): ConversationView {
  const { search } = view;
  if (search === null) return view;
  return found({ ...view, search: { ...search, query } }, screen, { ...search.from, row: search.from.row - 1 }, 1);
}

/** The query is complete; keys mean commands again. */
export function searchConfirmed(view: ConversationView): ConversationView {
  if (view.search === null) return view;
  return { ...view, search: view.search.query === '' ? null : { ...view.search, isTyping: false } };
}

export function searchClosed(view: ConversationView): ConversationView {
  return { ...view, search: null };
}

/** The next match down (1) or up (-1). */
export function nextMatch(view: ConversationView, screen: ConversationScreen, by: 1 | -1): ConversationView {
  return view.search === null ? view : found(view, screen, view.search.at ?? view.search.from, by);
}

/** The conversation has become longer at its beginning: all matches count, and the first one is shown where there was none. */
export function searchedAgain(view: ConversationView, screen: ConversationScreen): ConversationView {
  const { search } = view;
  if (search === null || search.query === '') return view;
  if (search.at === null) return found(view, screen, { ...search.from, row: search.from.row - 1 }, 1);
  return { ...view, search: { ...search, blocks: findInConversation(screen.conversation, search.query).length } };
}

function found(view: ConversationView, screen: ConversationScreen, from: MatchPlace, by: 1 | -1): ConversationView {
  const { search } = view;
  if (search === null) return view;
  const indexes = findInConversation(screen.conversation, search.query);
  const rest = { ...search, blocks: indexes.length, at: null };
  for (const index of inTurn(indexes, from.index, by)) {
    const place = matchIn(
      view,
      screen,
      index,
      search.query,
      index.again || index.at !== from.index ? null : from.row,
      by,
    );
    if (place === null) continue;
    const at = { index: index.at, row: place.row };
    return showing({ ...place.view, search: { ...rest, at } }, screen, at.index, at.row);
  }
  return { ...view, search: rest };
}

interface Turn {
  readonly at: number;
  /** The block that the search began in, once more: all of its rows. */
  readonly again: boolean;
}

/** From `from` on in that direction, round the end, and `from` itself once more at last. */
function inTurn(indexes: readonly number[], from: number, by: 1 | -1): readonly Turn[] {
  const ordered = by === 1 ? indexes : indexes.toReversed();
  const first = ordered.findIndex((index) => (by === 1 ? index >= from : index <= from));
  const turned = first < 0 ? ordered : [...ordered.slice(first), ...ordered.slice(0, first)];
  const turns = turned.map((at) => ({ at, again: false }));
  return indexes.includes(from) ? [...turns, { at: from, again: true }] : turns;
}

/** `beyond`: only rows behind that one count, in the direction of the search. */
function matchIn(
  view: ConversationView,
  screen: ConversationScreen,
  { at }: Turn,
  query: string,
  beyond: number | null,
  by: 1 | -1,
): { readonly view: ConversationView; readonly row: number } | null {
  const block = screen.conversation.blocks.at(at);
  if (block === undefined) return null;
  const rowsIn = (each: ConversationView) => findInRows(screen.layout.rowsOf(shownOf(screen, each), at), query);
  const closed = rowsIn(view);
  const shown = closed.length > 0 ? view : opened(view, block);
  const rows = shown === view ? closed : rowsIn(shown);
  const isBeyond = (row: number) => beyond === null || (by === 1 ? row > beyond : row < beyond);
  // What only the source holds (a mark of Markdown, an address) is shown by its block.
  const all = rows.length > 0 ? rows : [Math.min(1, at)];
  const row = by === 1 ? all.find(isBeyond) : all.findLast(isBeyond);
  return row === undefined ? null : { view: shown, row };
}
