// A row as the headless terminal keeps it: its cells as numbers, which are compared and read at a fraction of the cost of asking for each.
// The names and the packing are those of @xterm/headless 6.0.0.
import type { IBufferLine } from '@xterm/headless';

export interface RawLine {
  /** The terminal's own row: it stays the same object while the row scrolls. */
  readonly owner: object;
  /** `WORDS` a cell: text and width, foreground, background. */
  readonly words: Uint32Array;
  /** Cells hold more than their words tell: combined characters, links, shapes of underlines. */
  readonly hasMore: boolean;
}

/** Words of one cell. */
export const WORDS = 3;
const CODE_POINT = 0x1fffff;
const WIDTH_SHIFT = 22;

/** Null: it is not kept the way we know. */
export function rawLine(line: IBufferLine): RawLine | null {
  const owner: unknown = '_line' in line ? line._line : null;
  if (typeof owner !== 'object' || owner === null || !('_data' in owner)) return null;
  const words = owner._data;
  if (!(words instanceof Uint32Array)) return null;
  const combined = '_combined' in owner ? owner._combined : null;
  const extended = '_extendedAttrs' in owner ? owner._extendedAttrs : null;
  return { owner, words, hasMore: hasFields(combined) || hasFields(extended) };
}

/** 0: nothing has been written there. */
export function rawCodePoint(word: number): number {
  return word & CODE_POINT;
}

/** 0: the second half of a wide character. */
export function rawWidth(word: number): number {
  return (word >>> WIDTH_SHIFT) & 3;
}

function hasFields(holder: unknown): boolean {
  if (typeof holder !== 'object' || holder === null) return false;
  for (const _ in holder) return true;
  return false;
}
