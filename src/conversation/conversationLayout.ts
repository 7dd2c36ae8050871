// Where each row of a conversation stands: only rows that are looked at are laid out, and each only once.
import type { ScreenRow } from '../cells/podScreen';
import type { Block, Conversation } from './conversation';
import type { ConversationLook } from './conversationLook';
import { canOpen, hasGap, layoutBlock } from './layoutBlock';
import type { MarkdownMemo } from './markdownRows';
import { lettersBefore, rowAtLetter } from './rowLetters';

/** Which blocks are open: those in `flipped` are the exceptions to `all`. */
export interface OpenBlocks {
  readonly all: boolean;
  /** Ids. */
  readonly flipped: ReadonlySet<string>;
}

/** What is shown: a conversation, and what of it is open. */
export interface Shown {
  readonly conversation: Conversation;
  readonly open: OpenBlocks;
}

/**
 * The row of a block that a view holds on to: it stays in place while blocks above or below grow, and at another width
 * it stays at the same part of its block. `index` is where the block was last.
 */
export interface RowPosition {
  readonly id: string;
  readonly index: number;
  /** From 0; a blank row above a block belongs to it. */
  readonly row: number;
  /** Letters and digits of the block that stand before the row: with another width the same text stands there. */
  readonly letters: number;
  readonly width: number;
}

/** How long the conversation was at one moment. */
export interface EndMark {
  readonly blocks: number;
  /** Rows of the last block. */
  readonly height: number;
  readonly width: number;
}

export interface VisibleRow {
  readonly row: ScreenRow;
  readonly block: Block;
  /** The same as in a RowPosition. */
  readonly index: number;
  readonly rowOfBlock: number;
}

export type LayOut = typeof layoutBlock;

/** Rows kept besides those on the screen, to scroll through again. */
const MAX_KEPT_ROWS = 20_000;

interface Place {
  readonly index: number;
  readonly row: number;
}

interface Kept {
  readonly block: Block;
  readonly isOpen: boolean;
  readonly rows: readonly ScreenRow[];
}

/** `layOut` is replaced only to count the work. */
export function createConversationLayout(
  width: number,
  look: ConversationLook,
  layOut: LayOut = layoutBlock,
): ConversationLayout {
  return new ConversationLayout(width, look, layOut);
}

/**
 * For one width and one look. It has no visible state: what a method gives depends on its arguments alone, and what is kept
 * only saves work. `height`: rows of the view. A position of null follows the end.
 */
export class ConversationLayout {
  /** By block id, least recently used first. */
  private readonly kept = new Map<string, Kept>();
  private keptRows = 0;
  /** How many rows a block has when closed and when open, even if the rows themselves are no longer kept. */
  private readonly counts = new WeakMap<Block, [number | null, number | null]>();
  private readonly memos = new Map<string, MarkdownMemo>();

  constructor(
    readonly width: number,
    private readonly look: ConversationLook,
    private readonly layOut: LayOut,
  ) {}

  /** The rows of a view whose first row stands at `top`; fewer than `height` where the conversation is shorter. */
  rows(shown: Shown, top: RowPosition | null, height: number): readonly VisibleRow[] {
    const visible: VisibleRow[] = [];
    const first = this.placeOf(shown, top, height);
    for (let index = first.index; visible.length < height; index += 1) {
      const block = shown.conversation.blocks.at(index);
      if (block === undefined) break;
      const rows = this.rowsOf(shown, index);
      const from = index === first.index ? first.row : 0;
      for (const [offset, row] of rows.slice(from, from + height - visible.length).entries()) {
        visible.push({ row, block, index, rowOfBlock: from + offset });
      }
    }
    return visible;
  }

  /** The position `by` rows further down (negative: up); null where that shows the end. */
  moved(shown: Shown, top: RowPosition | null, by: number, height: number): RowPosition | null {
    const end = this.endPlace(shown, height);
    const place = this.walked(shown, this.placeOf(shown, top, height), by);
    return isBefore(place, end) ? this.positionOf(shown, place) : null;
  }

  /** The first row; null where that also shows the end. */
  start(shown: Shown, height: number): RowPosition | null {
    const place = { index: 0, row: 0 };
    return isBefore(place, this.endPlace(shown, height)) ? this.positionOf(shown, place) : null;
  }

  /** The position that puts a row of a block on the screen, a third from the top; null where that shows the end. */
  showing(shown: Shown, index: number, rowOfBlock: number, height: number): RowPosition | null {
    const above = -Math.floor(height / 3);
    const place = this.walked(shown, { index, row: this.clampedRow(shown, index, rowOfBlock) }, above);
    return isBefore(place, this.endPlace(shown, height)) ? this.positionOf(shown, place) : null;
  }

  /** Where the conversation ends now, for `newRows` later on. */
  endMark(shown: Shown): EndMark {
    const blocks = shown.conversation.blocks.length;
    return { blocks, height: blocks === 0 ? 0 : this.heightOf(shown, blocks - 1), width: this.width };
  }

  /** How many rows have come since. */
  newRows(shown: Shown, mark: EndMark): number {
    const { blocks } = shown.conversation;
    const grown =
      mark.width === this.width && mark.blocks > 0 && mark.blocks <= blocks.length
        ? Math.max(0, this.heightOf(shown, mark.blocks - 1) - mark.height)
        : 0;
    let rows = grown;
    for (let index = mark.blocks; index < blocks.length; index += 1) rows += this.heightOf(shown, index);
    return rows;
  }

  /** How far down the view stands, 0 to 1, counted in blocks: exact enough for a percentage, and free. */
  progress(shown: Shown, top: RowPosition | null, height: number): number {
    const { blocks } = shown.conversation;
    if (top === null || blocks.length === 0) return 1;
    const place = this.placeOf(shown, top, height);
    return (place.index + place.row / Math.max(1, this.heightOf(shown, place.index))) / blocks.length;
  }

  /** The position of a row, or of the nearest one in its block if it is gone. Null: there is no such block. */
  position(shown: Shown, index: number, row: number): RowPosition | null {
    return this.positionOf(shown, { index, row: this.clampedRow(shown, index, row) });
  }

  /** The position `by` rows further down (negative: up), as far as there are rows. */
  stepped(shown: Shown, from: RowPosition, by: number): RowPosition | null {
    const { index, row } = this.walked(shown, this.placeOf(shown, from, 0), by);
    return this.position(shown, index, row);
  }

  /** Rows of the block, the blank one above it included. */
  height(shown: Shown, index: number): number {
    return this.heightOf(shown, index);
  }

  /** All rows of the block, the blank one above it included. */
  rowsOf(shown: Shown, index: number): readonly ScreenRow[] {
    const block = shown.conversation.blocks.at(index);
    if (block === undefined) return [];
    const rows = this.blockRows(block, isOpen(block, shown.open));
    return rows.length > 0 && hasGap(shown.conversation.blocks.at(index - 1), block) ? [[], ...rows] : rows;
  }

  /** Where the view's first row stands; if its block is gone, the nearest one. */
  private placeOf(shown: Shown, top: RowPosition | null, height: number): Place {
    const end = this.endPlace(shown, height);
    if (top === null) return end;
    const index = indexOf(shown.conversation, top);
    if (index === null) return end;
    const row = top.width === this.width ? top.row : rowAtLetter(this.rowsOf(shown, index), top.letters);
    const place = { index, row: this.clampedRow(shown, index, row) };
    return isBefore(place, end) ? place : end;
  }

  /** The first row of a view that shows the end. */
  private endPlace(shown: Shown, height: number): Place {
    let left = height;
    for (let index = shown.conversation.blocks.length - 1; index >= 0; index -= 1) {
      const rows = this.heightOf(shown, index);
      if (rows >= left) return { index, row: rows - left };
      left -= rows;
    }
    return { index: 0, row: 0 };
  }

  private walked(shown: Shown, from: Place, by: number): Place {
    const last = shown.conversation.blocks.length - 1;
    let { index } = from;
    let row = from.row + by;
    while (row < 0 && index > 0) {
      index -= 1;
      row += this.heightOf(shown, index);
    }
    for (let rows = this.heightOf(shown, index); row >= rows && index < last; rows = this.heightOf(shown, index)) {
      row -= rows;
      index += 1;
    }
    return { index, row: Math.max(0, row) };
  }

  private positionOf(shown: Shown, { index, row }: Place): RowPosition | null {
    const block = shown.conversation.blocks.at(index);
    return block === undefined
      ? null
      : { id: block.id, index, row, letters: lettersBefore(this.rowsOf(shown, index), row), width: this.width };
  }

  private clampedRow(shown: Shown, index: number, row: number): number {
    return Math.min(row, Math.max(0, this.heightOf(shown, index) - 1));
  }

  private heightOf(shown: Shown, index: number): number {
    const block = shown.conversation.blocks.at(index);
    if (block === undefined) return 0;
    const open = isOpen(block, shown.open);
    const count = this.counts.get(block)?.[open ? 1 : 0] ?? this.blockRows(block, open).length;
    return count > 0 && hasGap(shown.conversation.blocks.at(index - 1), block) ? count + 1 : count;
  }

  private blockRows(block: Block, open: boolean): readonly ScreenRow[] {
    const known = this.kept.get(block.id);
    if (known !== undefined) {
      this.kept.delete(block.id);
      if (known.block === block && known.isOpen === open) {
        this.kept.set(block.id, known);
        return known.rows;
      }
      this.keptRows -= known.rows.length;
    }
    const rows = this.layOut(block, { width: this.width, look: this.look, isOpen: open, ...this.memoOf(block) });
    this.kept.set(block.id, { block, isOpen: open, rows });
    this.keptRows += rows.length;
    const counts = this.counts.get(block) ?? [null, null];
    counts[open ? 1 : 0] = rows.length;
    this.counts.set(block, counts);
    this.forgetOldest();
    return rows;
  }

  private memoOf(block: Block): { memo?: MarkdownMemo } {
    const isGrowing = (block.kind === 'assistant' || block.kind === 'thinking') && block.growing;
    if (!isGrowing) {
      this.memos.delete(block.id);
      return {};
    }
    const memo = this.memos.get(block.id) ?? new Map();
    this.memos.set(block.id, memo);
    return { memo };
  }

  private forgetOldest(): void {
    for (const [id, { rows }] of this.kept) {
      if (this.keptRows <= MAX_KEPT_ROWS || this.kept.size <= 1) return;
      this.kept.delete(id);
      this.keptRows -= rows.length;
    }
  }
}

/** Whether the block shows its inside. */
export function isOpen(block: Block, open: OpenBlocks): boolean {
  return canOpen(block) && open.all !== open.flipped.has(block.id);
}

function isBefore(a: Place, b: Place): boolean {
  return a.index < b.index || (a.index === b.index && a.row < b.row);
}

/** The block's index now, or that of the block in its place if it is gone. Null: there is none. */
function indexOf({ blocks }: Conversation, { id, index }: RowPosition): number | null {
  for (let distance = 0; distance <= blocks.length; distance += 1) {
    if (blocks.at(index - distance)?.id === id) return index - distance;
    if (blocks.at(index + distance)?.id === id) return index + distance;
  }
  return blocks.length === 0 ? null : Math.min(index, blocks.length - 1);
}
