// Copy mode: a cursor in the rows of a conversation, an anchor, and what stands between them.
import type { RowPosition } from '../../conversation/conversationLayout';
import { blockText, rowsText } from '../../conversation/conversationText';
import { type MoveIntent, rowsOf } from '../loop/intent';
import { type ConversationScreen, type ConversationView, type Copying, shownOf } from './conversationView';

/** The cursor stands in the last row on the screen, which stands still from now on. */
export function copyBegun(view: ConversationView, screen: ConversationScreen): ConversationView {
  const { layout, height } = screen;
  const shown = shownOf(screen, view);
  const rows = layout.rows(shown, view.top, height);
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return view;
  const top = layout.position(shown, first.index, first.rowOfBlock);
  const cursor = layout.position(shown, last.index, last.rowOfBlock);
  if (cursor === null) return view;
  const before = { top: view.top, left: view.left };
  return { ...view, top, left: view.left ?? layout.endMark(shown), copying: { cursor, anchor: null, before } };
}

export function copyEnded(view: ConversationView): ConversationView {
  return view.copying === null ? view : { ...view, ...view.copying.before, copying: null };
}

/** Begins the selection in the cursor's row, or takes it back. */
export function copyAnchored(view: ConversationView): ConversationView {
  const { copying } = view;
  if (copying === null) return view;
  return { ...view, copying: { ...copying, anchor: copying.anchor === null ? copying.cursor : null } };
}

/** Moves the cursor; the view follows where it leaves the screen. */
export function copyMoved(view: ConversationView, screen: ConversationScreen, intent: MoveIntent): ConversationView {
  const { copying } = view;
  const cursor = copying === null ? null : movedCursor(copying.cursor, view, screen, intent);
  if (copying === null || cursor === null) return view;
  return { ...view, top: topShowing(view, screen, cursor), copying: { ...copying, cursor } };
}

function movedCursor(
  cursor: RowPosition,
  view: ConversationView,
  screen: ConversationScreen,
  intent: MoveIntent,
): RowPosition | null {
  const shown = shownOf(screen, view);
  if (intent.kind !== 'edge') return screen.layout.stepped(shown, cursor, rowsOf(intent, screen.height - 1));
  if (intent.to === 'first') return screen.layout.position(shown, 0, 0);
  return screen.layout.position(shown, screen.conversation.blocks.length - 1, Number.POSITIVE_INFINITY);
}

function topShowing(view: ConversationView, screen: ConversationScreen, cursor: RowPosition): RowPosition | null {
  const { layout, height } = screen;
  const shown = shownOf(screen, view);
  const rows = layout.rows(shown, view.top, height);
  if (rows.some(({ index, rowOfBlock }) => index === cursor.index && rowOfBlock === cursor.row)) return view.top;
  const [first] = rows;
  const isAbove = first !== undefined && isBefore(cursor, { index: first.index, row: first.rowOfBlock });
  return isAbove ? cursor : layout.stepped(shown, cursor, 1 - height);
}

interface RowPlace {
  readonly index: number;
  readonly row: number;
}

function isBefore(a: RowPlace, b: RowPlace): boolean {
  return a.index < b.index || (a.index === b.index && a.row < b.row);
}

/** First and last row of the selection. */
function ends({ cursor, anchor }: Copying): readonly [RowPlace, RowPlace] {
  if (anchor === null) return [cursor, cursor];
  return isBefore(cursor, anchor) ? [cursor, anchor] : [anchor, cursor];
}

export function isSelectedRow(copying: Copying, index: number, row: number): boolean {
  const [from, to] = ends(copying);
  const place = { index, row };
  return copying.anchor !== null && !isBefore(place, from) && !isBefore(to, place);
}

/** How many rows are selected. */
export function copiedRows({ copying, ...view }: ConversationView, screen: ConversationScreen): number {
  if (copying === null || copying.anchor === null) return 0;
  const [from, to] = ends(copying);
  const shown = shownOf(screen, { ...view, copying });
  let rows = to.row - from.row + 1;
  for (let index = from.index; index < to.index; index += 1) rows += screen.layout.height(shown, index);
  return rows;
}

/** The selected rows as they are shown; of what is selected as a whole, the words as they were said. Untrusted. */
export function copiedSelection(view: ConversationView, screen: ConversationScreen): string {
  const { copying } = view;
  if (copying === null) return '';
  const [from, to] = ends(copying);
  const shown = shownOf(screen, view);
  const parts: string[] = [];
  for (let index = from.index; index <= to.index; index += 1) {
    const block = screen.conversation.blocks.at(index);
    const rows = screen.layout.rowsOf(shown, index);
    const first = index === from.index ? from.row : 0;
    const last = index === to.index ? to.row : rows.length - 1;
    // A blank row above a block belongs to it.
    const begin = rows[0]?.length === 0 ? 1 : 0;
    const isWhole = first <= begin && last >= rows.length - 1;
    const words = block?.kind === 'user' || block?.kind === 'assistant' ? block : null;
    if (words === null || !isWhole) parts.push(rowsText(rows.slice(first, last + 1)));
    else parts.push(`${first < begin ? '\n' : ''}${blockText(words)}`);
  }
  return parts.join('\n');
}
