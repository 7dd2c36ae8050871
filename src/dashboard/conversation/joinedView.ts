// A view of the end of a conversation once all of it has been read: the same rows stay where they are.
import type { EndMark, RowPosition } from '../../conversation/conversationLayout';
import type { EarlierBlocks } from '../loop/ports';
import { searchedAgain } from './conversationSearch';
import {
  type ConversationScreen,
  type ConversationView,
  type MatchPlace,
  scrolledToEnd,
  scrolledToStart,
} from './conversationView';

/** `screen`: of the whole conversation. `earlier`: what has come before the blocks that were there; null: nobody knows. */
export function joinedView(
  view: ConversationView,
  screen: ConversationScreen,
  earlier: EarlierBlocks | null,
): ConversationView {
  if (earlier === null) return scrolledToEnd({ ...view, selected: null, copying: null, search: null });
  const moved = movedView(view, earlier);
  const placed = view.awaitsStart ? scrolledToStart(moved, screen) : moved;
  return searchedAgain(placed, screen);
}

function movedView(view: ConversationView, earlier: EarlierBlocks): ConversationView {
  const { top, left, open, selected, search, copying } = view;
  const idOf = (id: string) => movedId(id, earlier);
  const match = ({ index, row }: MatchPlace) => ({ index: index + earlier.blocks, row });
  const standing = (at: RowPosition) => ({ ...at, index: at.index + earlier.blocks, id: idOf(at.id) });
  const position = (at: RowPosition | null) => (at === null ? null : standing(at));
  const mark = (end: EndMark | null) => (end === null ? null : { ...end, blocks: end.blocks + earlier.blocks });
  return {
    ...view,
    top: position(top),
    left: mark(left),
    open: { ...open, flipped: new Set([...open.flipped].map(idOf)) },
    selected: selected === null ? null : idOf(selected),
    search: search && { ...search, at: search.at && match(search.at), from: match(search.from) },
    copying: copying && {
      cursor: standing(copying.cursor),
      anchor: position(copying.anchor),
      before: { top: position(copying.before.top), left: mark(copying.before.left) },
    },
  };
}

/** Blocks of the log are counted, notices apart (`Conversation.blocks`). */
function movedId(id: string, { logged, notices }: EarlierBlocks): string {
  return id.startsWith('n') ? `n${Number(id.slice(1)) + notices}` : String(Number(id) + logged);
}
