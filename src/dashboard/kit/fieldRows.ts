// The text of a field as rows of cells, wrapped, with the place of its cursor: counted by the layout, drawn by the pane.
import { cellClusters } from '../../cells/cellClusters';
import { extendsCluster, type TextField } from './textField';

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
  const room = Math.max(2, cells - 1);
  const rows: string[] = [];
  let row = '';
  let width = 0;
  let at = 0;
  let cursorAt: { readonly row: number; readonly x: number } | null = null;
  const endRow = (): void => {
    rows.push(row);
    row = '';
    width = 0;
  };
  while (at < chars.length) {
    let end = at + 1;
    while (extendsCluster(chars, end)) end += 1;
    const shown = shownCluster(end === at + 1 ? (chars[at] ?? '') : chars.slice(at, end).join(''));
    if (chars[at] !== '\n' && width + shown.width > room) endRow();
    if (cursor < end && cursorAt === null) cursorAt = { row: rows.length, x: width };
    if (chars[at] === '\n') endRow();
    row += shown.text;
    width += shown.width;
    at = end;
  }
  cursorAt ??= { row: rows.length, x: width };
  rows.push(row);
  return { rows, cursorRow: cursorAt.row, cursorX: cursorAt.x };
}

function shownCluster(text: string): { readonly text: string; readonly width: number } {
  // The common case, told without a walk: a paste may be long.
  if (text.length === 1 && text >= ' ' && text <= '~') return { text, width: 1 };
  if (text === '\n') return { text: '', width: 0 };
  if (text === '\t') return { text: ' ', width: 1 };
  let shown = '';
  let width = 0;
  for (const cluster of cellClusters(text)) {
    shown += cluster.text;
    width += cluster.width;
  }
  return { text: shown, width };
}
