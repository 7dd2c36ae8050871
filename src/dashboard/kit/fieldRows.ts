// The text of a field as rows of cells, wrapped, with the place of its cursor: counted by the layout, drawn by the pane.
import type { TextField } from './textField';
import { cellsBefore, fieldRowAt, wrapField } from './wrapField';

export interface FieldRows {
  /** At least one. Reduced to one code point a cell group, safe for any terminal. */
  readonly rows: readonly string[];
  /** Index of the row that the cursor is in. */
  readonly cursorRow: number;
  /** Cells from the left. */
  readonly cursorX: number;
}

interface Known {
  readonly cells: number;
  readonly laid: FieldRows;
}

/** A field is laid out once for each width; a frame of other news costs nothing. */
const known = new WeakMap<TextField, Known>();

/** Rows of less than `cells` cells each, so that the cursor always has one of its own behind the last character. */
export function fieldRows(field: TextField, cells: number): FieldRows {
  const before = known.get(field);
  if (before?.cells === cells) return before.laid;
  const laid = layOut(field, cells);
  known.set(field, { cells, laid });
  return laid;
}

function layOut({ chars, cursor }: TextField, cells: number): FieldRows {
  const { rows, starts } = wrapField(chars, Math.max(2, cells - 1));
  const cursorRow = fieldRowAt(starts, cursor);
  return { rows, cursorRow, cursorX: cellsBefore(chars, starts[cursorRow] ?? 0, cursor) };
}
