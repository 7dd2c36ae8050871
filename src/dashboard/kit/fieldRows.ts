// The text of a field as rows of cells, wrapped, with the place of its cursor: counted by the layout, drawn by the pane.
import { cellClusters } from '../../cells/cellClusters';
import { isPlainCells } from '../../cells/isPlainCells';
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

/** Where the cursor stands: the row from the top, cells from the left. */
interface Place {
  readonly row: number;
  readonly x: number;
}

function layOut({ chars, cursor }: TextField, cells: number): FieldRows {
  const room = Math.max(2, cells - 1);
  const rows: string[] = [];
  let place: Place | null = null;
  for (let start = 0; start <= chars.length; ) {
    const end = lineEnd(chars, start);
    const line = chars.slice(start, end);
    const at = cursor >= start && cursor <= end ? cursor - start : null;
    place = (addPlainLine(rows, line.join(''), room, at) ?? addLine(rows, line, room, at)).place ?? place;
    start = end + 1;
  }
  return { rows, cursorRow: place?.row ?? 0, cursorX: place?.x ?? 0 };
}

function lineEnd(chars: readonly string[], start: number): number {
  const end = chars.indexOf('\n', start);
  return end < 0 ? chars.length : end;
}

/** What one line came to; `place` is null where the cursor is in another. */
interface Added {
  readonly place: Place | null;
}

/** Adds the rows of a line in which each character is a cell: a paste may be long. Null, and nothing is added: it is none. */
function addPlainLine(rows: string[], line: string, room: number, cursor: number | null): Added | null {
  if (!isPlainCells(line)) return null;
  const first = rows.length;
  let from = 0;
  for (; line.length - from > room; from += room) rows.push(line.slice(from, from + room));
  rows.push(line.slice(from));
  if (cursor === null) return { place: null };
  // Behind the last character it stays in that one's row.
  const row = cursor === line.length ? rows.length - 1 - first : Math.floor(cursor / room);
  return { place: { row: first + row, x: row === 0 ? cursor : cursor - row * room } };
}

function addLine(rows: string[], chars: readonly string[], room: number, cursor: number | null): Added {
  let row = '';
  let width = 0;
  let at = 0;
  let place: Place | null = null;
  while (at < chars.length) {
    let end = at + 1;
    while (extendsCluster(chars, end)) end += 1;
    const shown = shownCluster(end === at + 1 ? (chars[at] ?? '') : chars.slice(at, end).join(''));
    if (width + shown.width > room) {
      rows.push(row);
      row = '';
      width = 0;
    }
    if (cursor !== null && cursor < end && place === null) place = { row: rows.length, x: width };
    row += shown.text;
    width += shown.width;
    at = end;
  }
  if (cursor !== null) place ??= { row: rows.length, x: width };
  rows.push(row);
  return { place };
}

function shownCluster(text: string): { readonly text: string; readonly width: number } {
  // The common case, told without a walk.
  if (text.length === 1 && text >= ' ' && text <= '~') return { text, width: 1 };
  if (text === '\t') return { text: ' ', width: 1 };
  let shown = '';
  let width = 0;
  for (const cluster of cellClusters(text)) {
    shown += cluster.text;
    width += cluster.width;
  }
  return { text: shown, width };
}
