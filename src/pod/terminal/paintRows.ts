// Draws rows of the headless terminal with absolute addressing, so that they stand right on any terminal of any size.
import type { IBuffer, IBufferCell, IBufferLine } from '@xterm/headless';
import { cellSequence, isPlainBlank } from './cellStyle';

export interface PaintArea {
  /** First row of the buffer to draw (absolute), and how many. */
  readonly firstRow: number;
  readonly rows: number;
  readonly cols: number;
}

/** The area at the viewer's top left. The screen must be empty, the pen default, wrapping off. */
export function paintRows(buffer: IBuffer, area: PaintArea): string {
  const cell = buffer.getNullCell();
  const painter = { out: '', pen: PLAIN, blanksShow: false };
  for (let y = 0; y < area.rows; y++) {
    const line = buffer.getLine(area.firstRow + y);
    if (line) paintRow(painter, line, cell, y, area.cols);
  }
  return painter.out;
}

const PLAIN = '\x1b[0m';

interface Painter {
  out: string;
  /** The style that is set in the viewer's terminal. */
  pen: string;
  /** A blank written in that style would be seen. */
  blanksShow: boolean;
}

/** A longer gap is jumped over: the jump is shorter. */
const MAX_WRITTEN_GAP = 6;

function paintRow(painter: Painter, line: IBufferLine, cell: IBufferCell, y: number, cols: number): void {
  /** The viewer's column, or -1 where it cannot be known. */
  let column = -1;
  let covered = -1;
  const end = Math.min(cols, line.length);
  for (let x = 0; x < end; x++) {
    const loaded = line.getCell(x, cell);
    // The second half of a wide cell, or a wide one of which the edge leaves only a half.
    if (!loaded || loaded.getWidth() === 0 || x + loaded.getWidth() > end) continue;
    const chars = loaded.getChars();
    // With wrapping off xterm makes the second half in the last column a blank of its own: drawn, it would erase the first.
    if (x === covered && chars === '') continue;
    if (loaded.getWidth() === 2) covered = x + 1;
    if (isBlank(chars) && isPlainBlank(loaded)) continue;
    if (column !== x) painter.out += gap(painter, column, x, y);
    const style = cellSequence(loaded);
    if (style !== painter.pen) painter.out += style;
    painter.pen = style;
    painter.blanksShow = !isPlainBlank(loaded);
    painter.out += chars === '' ? ' ' : chars;
    column = hasSureWidth(chars) ? x + loaded.getWidth() : -1;
  }
}

function gap(painter: Painter, column: number, x: number, y: number): string {
  const isShort = column >= 0 && x - column <= MAX_WRITTEN_GAP && !painter.blanksShow;
  return isShort ? ' '.repeat(x - column) : `\x1b[${y + 1};${x + 1}H`;
}

/** The rows as running text (for a file, or above later output), trailing blank rows left out. */
export function flowRows(buffer: IBuffer, firstRow: number, lastRow: number): string[] {
  const cell = buffer.getNullCell();
  const rows: string[] = [];
  let used = 0;
  for (let y = firstRow; y <= lastRow; y++) {
    const row = flowRow(buffer, y, cell);
    rows.push(row);
    if (row !== '') used = rows.length;
  }
  return rows.slice(0, used);
}

function flowRow(buffer: IBuffer, y: number, cell: IBufferCell): string {
  const line = buffer.getLine(y);
  if (!line) return '';
  let out = '';
  let blanks = 0;
  let pen = PLAIN;
  for (let x = 0; x < line.length; x++) {
    const loaded = line.getCell(x, cell);
    if (!loaded || loaded.getWidth() === 0) continue;
    const chars = loaded.getChars();
    if (isBlank(chars) && isPlainBlank(loaded)) {
      blanks++;
      continue;
    }
    const style = cellSequence(loaded);
    if (blanks > 0 && pen !== PLAIN) {
      out += PLAIN;
      pen = PLAIN;
    }
    out += ' '.repeat(blanks);
    blanks = 0;
    if (style !== pen) out += style;
    pen = style;
    out += chars === '' ? ' ' : chars;
  }
  return pen === PLAIN ? out : out + PLAIN;
}

function isBlank(chars: string): boolean {
  return chars === '' || chars === ' ';
}

/** Do all terminals agree on how far this moves the cursor? Latin, Greek, Cyrillic, box drawing, CJK; emoji and clusters not. */
function hasSureWidth(chars: string): boolean {
  if (chars.length > 1) return false;
  const code = chars.charCodeAt(0);
  return code < 0x300 || (code >= 0x370 && code < 0x530) || (code >= 0x2500 && code < 0x25a0) || isCjk(code);
}

function isCjk(code: number): boolean {
  return (code >= 0x3041 && code < 0x3097) || (code >= 0x30a0 && code < 0x3100) || (code >= 0x3400 && code < 0xd7a4);
}
