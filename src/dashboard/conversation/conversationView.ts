// How a user looks at a conversation: where it is scrolled to, what is open, what is selected; pure steps from keys.
import type { Block, Conversation } from '../../conversation/conversation';
import {
  type ConversationLayout,
  type EndMark,
  isOpen,
  type OpenBlocks,
  type RowPosition,
  type Shown,
} from '../../conversation/conversationLayout';
import { blockText, rowsText } from '../../conversation/conversationText';
import { canOpen } from '../../conversation/layoutBlock';
import { ALL_CLOSED } from '../kit/conversationLayouts';

/** Copy mode. */
export interface Copying {
  readonly cursor: RowPosition;
  /** Where the selection began; null: it is the cursor's row alone. */
  readonly anchor: RowPosition | null;
  /** The view as it was, which comes back. */
  readonly before: Pick<ConversationView, 'top' | 'left'>;
}

export interface ConversationSearch {
  readonly query: string;
  /** Keys still go into the query. */
  readonly isTyping: boolean;
  /** The match that is shown; null: nothing holds the query. */
  readonly at: MatchPlace | null;
  /** How many blocks hold it. */
  readonly blocks: number;
  /** Where the search began: while typing, the first match from there is shown. */
  readonly from: MatchPlace;
}

/** A row of a block; both from 0. */
export interface MatchPlace {
  readonly index: number;
  readonly row: number;
}

export interface ConversationView {
  /** The first row on the screen; null follows the end. */
  readonly top: RowPosition | null;
  /** Where the conversation ended when the user left the end; null while it is followed. */
  readonly left: EndMark | null;
  /** The user has gone to the first row before it was there. */
  readonly awaitsStart: boolean;
  readonly open: OpenBlocks;
  /** Id of a block; null = none. */
  readonly selected: string | null;
  readonly search: ConversationSearch | null;
  /** The user's own words that were taken back into the composer, counted from the newest, and what stood there. */
  readonly recalled: { readonly back: number; readonly draft: string } | null;
  /** Rows are being chosen to be copied. */
  readonly copying: Copying | null;
  /** Esc was pressed once while a turn runs: the next one cancels it. */
  readonly isCancelAsked: boolean;
}

export const INITIAL_VIEW: ConversationView = {
  top: null,
  left: null,
  awaitsStart: false,
  open: ALL_CLOSED,
  selected: null,
  search: null,
  recalled: null,
  copying: null,
  isCancelAsked: false,
};

/** What the steps need to know of the screen. `height`: rows of the conversation's part. */
export interface ConversationScreen {
  readonly layout: ConversationLayout;
  readonly conversation: Conversation;
  readonly height: number;
  /** Only the end of the conversation is there so far. */
  readonly isReading?: boolean;
}

export function shownOf({ conversation }: Pick<ConversationScreen, 'conversation'>, view: ConversationView): Shown {
  return { conversation, open: view.open };
}

/** `by` rows further down (negative: up); the end is followed as soon as it is reached. */
export function scrolled(view: ConversationView, screen: ConversationScreen, by: number): ConversationView {
  return withTop(view, screen, screen.layout.moved(shownOf(screen, view), view.top, by, screen.height));
}

/** A page keeps one row of the one before. */
export function paged(view: ConversationView, screen: ConversationScreen, by: 1 | -1): ConversationView {
  return scrolled(view, screen, by * Math.max(1, screen.height - 1));
}

export function scrolledToStart(view: ConversationView, screen: ConversationScreen): ConversationView {
  const started = withTop(view, screen, screen.layout.start(shownOf(screen, view), screen.height));
  return { ...started, awaitsStart: screen.isReading === true };
}

/** To the end, and follow it. */
export function scrolledToEnd(view: ConversationView): ConversationView {
  return { ...view, top: null, left: null, awaitsStart: false };
}

/** The rows that have come below since the end was left. */
export function newRows(view: ConversationView, screen: ConversationScreen): number {
  return view.left === null ? 0 : screen.layout.newRows(shownOf(screen, view), view.left);
}

/** The next block down (1) or up (-1) of those that say something; from no selection, the last on the screen. */
export function selectedNext(view: ConversationView, screen: ConversationScreen, by: 1 | -1): ConversationView {
  const { blocks } = screen.conversation;
  const visible = screen.layout.rows(shownOf(screen, view), view.top, screen.height);
  const known = selectedIndex(view, screen.conversation);
  let index = known === null ? (visible.at(-1)?.index ?? -1) : known + by;
  while (blocks.at(index) !== undefined && !isSelectable(blocks.at(index))) index += known === null ? -1 : by;
  const block = blocks.at(index);
  if (block === undefined) return view;
  const selected = { ...view, selected: block.id };
  return visible.some((row) => row.index === index && row.rowOfBlock > 0)
    ? selected
    : showing(selected, screen, index, 1);
}

/** Scrolls so that the row of the block can be seen. */
export function showing(
  view: ConversationView,
  screen: ConversationScreen,
  index: number,
  rowOfBlock: number,
): ConversationView {
  return withTop(view, screen, screen.layout.showing(shownOf(screen, view), index, rowOfBlock, screen.height));
}

/** Opens or closes the selected block, or without one the last on the screen that can be. */
export function toggled(view: ConversationView, screen: ConversationScreen): ConversationView {
  const known = selectedIndex(view, screen.conversation);
  const visible = screen.layout.rows(shownOf(screen, view), view.top, screen.height);
  const block =
    known === null ? visible.findLast(({ block }) => canOpen(block))?.block : screen.conversation.blocks.at(known);
  return block === undefined || !canOpen(block) ? view : flipped(view, block);
}

/** Opens the block where it is closed. */
export function opened(view: ConversationView, block: Block): ConversationView {
  return canOpen(block) && !isOpen(block, view.open) ? flipped(view, block) : view;
}

/** Opens all blocks, or closes all. */
export function toggledAll(view: ConversationView): ConversationView {
  return { ...view, open: { all: !view.open.all, flipped: new Set() } };
}

/** What is copied: the whole selected block as it was said, or else the rows on the screen. */
export function copiedText(view: ConversationView, screen: ConversationScreen): string {
  const index = selectedIndex(view, screen.conversation);
  const block = index === null ? undefined : screen.conversation.blocks.at(index);
  if (block !== undefined) return blockText(block);
  return rowsText(screen.layout.rows(shownOf(screen, view), view.top, screen.height).map(({ row }) => row));
}

/**
 * Esc while a turn runs: the first one asks, the second cancels. `view` takes that back where none is running.
 */
export function cancelPressed(
  view: ConversationView,
  isRunning: boolean,
): { readonly view: ConversationView; readonly cancels: boolean } {
  if (!isRunning) return { view: cancelTakenBack(view), cancels: false };
  return view.isCancelAsked
    ? { view: cancelTakenBack(view), cancels: true }
    : { view: { ...view, isCancelAsked: true }, cancels: false };
}

/** Any other key takes it back; so does the end of the turn. */
export function cancelTakenBack(view: ConversationView): ConversationView {
  return view.isCancelAsked ? { ...view, isCancelAsked: false } : view;
}

/** The selected block's index now; null: none, or it is gone. */
export function selectedIndex({ selected }: ConversationView, { blocks }: Conversation): number | null {
  if (selected === null) return null;
  for (let index = blocks.length - 1; index >= 0; index -= 1) if (blocks.at(index)?.id === selected) return index;
  return null;
}

function isSelectable(block: Block | undefined): boolean {
  return block !== undefined && blockText(block).trim() !== '' && block.kind !== 'turn';
}

function flipped(view: ConversationView, { id }: Block): ConversationView {
  const ids = new Set(view.open.flipped);
  if (!ids.delete(id)) ids.add(id);
  return { ...view, open: { ...view.open, flipped: ids } };
}

function withTop(view: ConversationView, screen: ConversationScreen, top: RowPosition | null): ConversationView {
  if (top === null) return scrolledToEnd(view);
  return { ...view, top, left: view.left ?? screen.layout.endMark(shownOf(screen, view)), awaitsStart: false };
}
