// Draws rows of the headless terminal with absolute addressing, so that they stand right on any terminal of any size.
import type { IBuffer, IBufferCell, IBufferLine, Terminal } from '@xterm/headless';
import { cellSequence, isPlainBlank } from './cellStyle';
import { type RawLine, rawLine, WORDS } from './rawLine';
import { linkReader, NO_LINK } from './screenLinks';

export interface PaintArea {
  /** First row of the buffer to draw (absolute), and how many. */
  readonly firstRow: number;
  readonly rows: number;
  readonly cols: number;
}

/** The area at the viewer's top left. The screen must be empty, the pen default, wrapping off; it is off afterwards. */
export function paintRows(terminal: Terminal, buffer: IBuffer, area: PaintArea): string {
  const cell = buffer.getNullCell();
  const linkOf = linkReader(terminal);
  const painter: Painter = {
    out: '',
    pen: PLAIN,
    blanksShow: false,
    column: -1,
    isWrapping: false,
    link: NO_LINK,
    linkOf,
  };
  for (let y = 0; y < area.rows; y++) {
    const line = buffer.getLine(area.firstRow + y);
    if (!line) continue;
    // A row that is cut at the viewer's edge does not reach the next one.
    const goesOn = area.cols >= line.length && y + 1 < area.rows;
    const next = goesOn ? buffer.getLine(area.firstRow + y + 1) : undefined;
    const wraps = y > 0 && area.cols >= line.length && line.isWrapped;
    paintRow(painter, { line, cell, y, cols: area.cols, wraps, next: next?.isWrapped ? next : null });
  }
  setLink(painter, NO_LINK);
  return painter.out;
}

const PLAIN = '\x1b[0m';

interface Painter {
  out: string;
  /** The style that is set in the viewer's terminal. */
  pen: string;
  /** A blank written in that style would be seen. */
  blanksShow: boolean;
  /** The viewer's column, or -1 where it cannot be known. */
  column: number;
  /** Wrapping is on: the next character goes on with the row above. */
  isWrapping: boolean;
  /** What has begun the link that is set there. */
  link: string;
  readonly linkOf: (cell: IBufferCell) => string;
}

interface PaintedRow {
  readonly line: IBufferLine;
  readonly cell: IBufferCell;
  readonly y: number;
  readonly cols: number;
  /** It goes on with the row above: that one has left the cursor behind its last column, with wrapping on. */
  readonly wraps: boolean;
  /** The row that goes on with this one; null: its line ends here. */
  readonly next: IBufferLine | null;
}

/** A longer gap is jumped over: the jump is shorter. */
const MAX_WRITTEN_GAP = 6;
const WRAP = '\x1b[?7h';
const NO_WRAP = '\x1b[?7l';

/** A line that was wrapped is wrapped again by the viewer's terminal, so that it stays one line there (in a copy, say). */
function paintRow(painter: Painter, row: PaintedRow): void {
  const { line, cell, wraps, next } = row;
  const end = Math.min(row.cols, line.length);
  /** The last character before the wrap, which is written even where it is blank. */
  const last = next === null ? -1 : lastBeforeWrap(line, next, cell, end);
  /** Where the viewer's cursor is: after the wrap in the first column. */
  painter.column = wraps ? 0 : -1;
  painter.isWrapping = wraps;
  let covered = -1;
  for (let x = 0; x < end; x++) {
    const loaded = line.getCell(x, cell);
    // The second half of a wide cell, or a wide one of which the edge leaves only a half.
    if (!loaded || loaded.getWidth() === 0 || x + loaded.getWidth() > end) continue;
    // With wrapping off xterm makes the second half in the last column a blank of its own: drawn, it would erase the first.
    if (x === covered && loaded.getChars() === '') continue;
    if (loaded.getWidth() === 2) covered = x + 1;
    const isNeeded = x === last || (wraps && x === 0);
    if (isNeeded || !isBlank(loaded.getChars()) || !isPlainBlank(loaded)) {
      paintCell(painter, loaded, x, row.y, x === last);
    }
  }
  if (painter.isWrapping && last < 0) painter.out += NO_WRAP;
}

function paintCell(painter: Painter, cell: IBufferCell, x: number, y: number, isLast: boolean): void {
  const chars = cell.getChars();
  if (painter.column !== x) painter.out += gap(painter, x, y);
  if (isLast) painter.out += WRAP;
  setPen(painter, cell);
  painter.out += chars === '' ? ' ' : chars;
  if (painter.isWrapping && !isLast) painter.out += NO_WRAP;
  // Wherever the wrap has led to, what follows stands in its place.
  painter.column = hasSureWidth(chars) && !painter.isWrapping ? x + cell.getWidth() : -1;
  painter.isWrapping = false;
}

/**
 * A wide character that did not fit has left the last column empty, and wraps from there by itself: in the viewer's terminal,
 * too, which gives that column the character's style.
 */
function lastBeforeWrap(line: IBufferLine, next: IBufferLine, cell: IBufferCell, end: number): number {
  const isEmpty = line.getCell(end - 1, cell)?.getChars() === '' && cell.getWidth() === 1;
  const left = blankStyle(cell);
  const isLeft = isEmpty && next.getCell(0, cell)?.getWidth() === 2 && blankStyle(cell) === left;
  const last = isLeft ? end - 2 : end - 1;
  return line.getCell(last, cell)?.getWidth() === 0 ? last - 1 : last;
}

/** What a blank in the cell's style looks like. */
function blankStyle(cell: IBufferCell): string {
  return isPlainBlank(cell) ? PLAIN : cellSequence(cell);
}

function setPen(painter: Painter, cell: IBufferCell): void {
  const style = cellSequence(cell);
  if (style !== painter.pen) painter.out += style;
  painter.pen = style;
  painter.blanksShow = !isPlainBlank(cell);
  setLink(painter, painter.linkOf(cell));
}

function setLink(painter: Painter, link: string): void {
  if (link !== painter.link) painter.out += link;
  painter.link = link;
}

function gap(painter: Painter, x: number, y: number): string {
  const { column } = painter;
  const isInvisible = !painter.blanksShow && painter.link === NO_LINK;
  const isShort = column >= 0 && x - column <= MAX_WRITTEN_GAP && isInvisible;
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
  const raw = rawLine(line);
  if (raw !== null && isPlainRow(raw)) return line.translateToString().replace(/ +$/, '');
  const look = new LastLook(raw);
  let out = '';
  let blanks = 0;
  let pen = PLAIN;
  for (let x = 0; x < line.length; x++) {
    const loaded = line.getCell(x, cell);
    if (!loaded || loaded.getWidth() === 0) continue;
    const chars = loaded.getChars();
    const { style, isPlain } = look.of(loaded, x);
    if (isPlain && isBlank(chars)) {
      blanks++;
      continue;
    }
    if (blanks > 0 && pen !== PLAIN) {
      out += PLAIN;
      pen = PLAIN;
    }
    if (blanks > 0) out += ' '.repeat(blanks);
    blanks = 0;
    if (style !== pen) out += style;
    pen = style;
    out += chars === '' ? ' ' : chars;
  }
  return pen === PLAIN ? out : out + PLAIN;
}

/** Nothing but text in the default look. */
function isPlainRow({ words, hasMore }: RawLine): boolean {
  if (hasMore) return false;
  for (let at = 0; at < words.length; at += WORDS) if (words[at + 1] !== 0 || words[at + 2] !== 0) return false;
  return true;
}

interface Look {
  readonly style: string;
  /** A blank would not be seen. */
  readonly isPlain: boolean;
}

/** Most cells of a row look like the one before, which their numbers tell at once. */
class LastLook {
  private fg = -1;
  private bg = -1;
  private look: Look = { style: PLAIN, isPlain: true };

  constructor(private readonly raw: RawLine | null) {}

  of(cell: IBufferCell, x: number): Look {
    if (this.raw === null || this.raw.hasMore) return lookOf(cell);
    const { words } = this.raw;
    const fg = words[WORDS * x + 1] ?? 0;
    const bg = words[WORDS * x + 2] ?? 0;
    if (fg !== this.fg || bg !== this.bg) this.look = lookOf(cell);
    this.fg = fg;
    this.bg = bg;
    return this.look;
  }
}

function lookOf(cell: IBufferCell): Look {
  return { style: cellSequence(cell), isPlain: isPlainBlank(cell) };
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
