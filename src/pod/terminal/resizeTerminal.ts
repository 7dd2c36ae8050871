// Gives a headless terminal another size: its lines flow anew, and the cursor stays at its character.
import type { IBuffer, IBufferCell, Terminal } from '@xterm/headless';
import { readField } from './readField';
import { MIN_COLS } from './screenTerminal';

/** Where the cursor is, whatever the width: in which line of the buffer, and after how many cells of it. */
interface CursorPlace {
  readonly line: number;
  readonly offset: number;
}

/**
 * The terminal reflows the cursor's line too (`reflowCursorLine`), but leaves the cursor where it was on the screen.
 * `reflowed` is called when lines stand in other rows now, and none has fallen off at the top yet.
 */
export function resizeTerminal(
  terminal: Terminal,
  size: { readonly cols: number; readonly rows: number },
  reflowed: () => void = () => {},
): void {
  const cols = Math.max(MIN_COLS, size.cols);
  if (cols === terminal.cols && size.rows === terminal.rows) return;
  const { normal } = terminal.buffer;
  const place = cols === terminal.cols ? null : cursorPlace(normal);
  // While lines flow none may fall off at the top: they are counted from there.
  const { scrollback = 0 } = terminal.options;
  if (place) terminal.options.scrollback = (normal.length + size.rows) * Math.ceil(terminal.cols / cols) + scrollback;
  terminal.resize(cols, size.rows);
  if (!place) return;
  reflowed();
  const cursor = newCursor(terminal, normal, place);
  terminal.options.scrollback = scrollback;
  if (cursor) moveCursor(terminal, cursor);
}

function cursorPlace(buffer: IBuffer): CursorPlace {
  const cell = buffer.getNullCell();
  const cursorRow = buffer.baseY + buffer.cursorY;
  const top = lineStart(buffer, cursorRow);
  let offset = buffer.cursorX;
  for (let y = top; y < cursorRow; y++) offset += rowCells(buffer, y, cell);
  return { line: linesBetween(buffer, 0, top), offset };
}

interface Cursor {
  readonly x: number;
  readonly y: number;
}

/** On the screen; null: its line is not there any more. */
function newCursor(terminal: Terminal, buffer: IBuffer, { line, offset }: CursorPlace): Cursor | null {
  const top = rowOfLine(buffer, line);
  if (top === null) return null;
  const cell = buffer.getNullCell();
  let left = offset;
  let row = top;
  // Exactly at the end of a row that goes on is the beginning of the next one.
  while (isWrapped(buffer, row + 1) && left >= rowCells(buffer, row, cell)) left -= rowCells(buffer, row++, cell);
  const y = row - buffer.baseY;
  return y < 0 || y >= terminal.rows ? null : { x: Math.min(left, terminal.cols), y };
}

function moveCursor(terminal: Terminal, { x, y }: Cursor): void {
  const buffers = readField(readField(readField(terminal, '_core'), '_bufferService'), 'buffers');
  const inner = readField(buffers, 'normal');
  if (typeof inner !== 'object' || inner === null) return;
  Reflect.set(inner, 'y', y);
  Reflect.set(inner, 'x', x);
}

/** The first row of the line that the row belongs to. */
export function lineStart(buffer: IBuffer, row: number): number {
  let start = row;
  while (start > 0 && isWrapped(buffer, start)) start--;
  return start;
}

/** How many lines begin in the rows `from` to `to` (not included). */
export function linesBetween(buffer: IBuffer, from: number, to: number): number {
  let lines = 0;
  for (let y = from; y < to; y++) if (!isWrapped(buffer, y) || y === 0) lines++;
  return lines;
}

/** Where the n-th line of the buffer begins; null: there are not so many. */
export function rowOfLine(buffer: IBuffer, line: number): number | null {
  let left = line;
  for (let y = 0; y < buffer.length; y++) {
    if (isWrapped(buffer, y) && y > 0) continue;
    if (left === 0) return y;
    left--;
  }
  return null;
}

/** The row goes on with the line of the one above. */
export function isWrapped(buffer: IBuffer, row: number): boolean {
  // Behind the last row of a full buffer stands its first one.
  return row < buffer.length && buffer.getLine(row)?.isWrapped === true;
}

/** Cells of a row that goes on: without the one that a wide character has left empty. */
export function rowCells(buffer: IBuffer, row: number, cell: IBufferCell): number {
  const line = buffer.getLine(row);
  if (!line) return 0;
  const isEmpty = line.getCell(line.length - 1, cell)?.getChars() === '' && cell.getWidth() === 1;
  const next = row + 1 < buffer.length ? buffer.getLine(row + 1)?.getCell(0, cell) : undefined;
  return isEmpty && next?.getWidth() === 2 ? line.length - 1 : line.length;
}
