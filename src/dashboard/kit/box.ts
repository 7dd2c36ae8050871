// Borders: thin ones, heavy ones for what needs its user, double ones for what is selected or lies on top: no colour is needed to see it.
import { textWidth } from '../../cells/cellWidth';
import { rowWidth, type ScreenRow } from '../../cells/podScreen';
import { rowOf, span, spansWidth } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import type { Rect } from './frame';
import type { Style } from './theme';

interface BoxChars {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly across: string;
  readonly down: string;
}

const THIN: BoxChars = { topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘', across: '─', down: '│' };
const DOUBLE: BoxChars = { topLeft: '╔', topRight: '╗', bottomLeft: '╚', bottomRight: '╝', across: '═', down: '║' };
const HEAVY: BoxChars = { topLeft: '┏', topRight: '┓', bottomLeft: '┗', bottomRight: '┛', across: '━', down: '┃' };

export interface BoxLook {
  readonly double: boolean;
  /** Where it is not double; missing: it is thin. */
  readonly heavy?: boolean;
  readonly border: Style;
}

function charsOf({ double, heavy = false }: BoxLook): BoxChars {
  return double ? DOUBLE : heavy ? HEAVY : THIN;
}

/** What stands at the left keeps so many cells, or what stands at the right goes. */
const LEAST_LEFT = 14;

function hasRoom(width: number, right: readonly Span[]): boolean {
  return right.length > 0 && spansWidth(right) + LEAST_LEFT <= width - 2;
}

/** Cells for the words at the left of a `borderRow`. */
export function roomBeside(width: number, right: readonly Span[]): number {
  const tail = hasRoom(width, right) ? spansWidth(right) + 3 : 0;
  return Math.max(0, width - 2 - tail - 3);
}

/** A border row with words in it: `┌─ left ──── right ─┐`. `left` is clipped, `right` goes where it does not fit. */
export function borderRow(
  edge: 'top' | 'bottom',
  look: BoxLook,
  width: number,
  left: readonly Span[],
  right: readonly Span[] = [],
): ScreenRow {
  const chars = charsOf(look);
  const [first, last] = edge === 'top' ? [chars.topLeft, chars.topRight] : [chars.bottomLeft, chars.bottomRight];
  const line = (cells: number): Span => span(chars.across.repeat(Math.max(0, cells)), look.border);
  const blank = span(' ', look.border);
  if (width < 4) return rowOf([line(width)], width);
  const start = span(first, look.border);
  const end = span(last, look.border);
  const tail = hasRoom(width, right) ? [blank, ...right, blank, line(1)] : [];
  const roomLeft = roomBeside(width, right);
  const words = left.length > 0 && roomLeft > 0 ? rowOf(left, roomLeft) : [];
  const room = width - 2 - spansWidth(tail);
  if (words.length === 0) return rowOf([start, line(room), ...tail, end], width);
  const wordsWidth = rowWidth(words) + 3;
  return [
    ...rowOf([start, line(1), blank], 3),
    ...words,
    ...rowOf([blank, line(room - wordsWidth), ...tail, end], width - wordsWidth),
  ];
}

/** A whole empty box; words are laid over its border by `borderRow`. */
export function boxRows(look: BoxLook, width: number, height: number): readonly ScreenRow[] {
  const { down } = charsOf(look);
  const side = rowOf([span(`${down}${' '.repeat(Math.max(0, width - 2))}${down}`, look.border)], width);
  const middle = Array.from({ length: Math.max(0, height - 2) }, () => side);
  const top = borderRow('top', look, width, []);
  if (height < 2) return [top].slice(0, height);
  return height === 2 ? [top, side] : [top, ...middle, borderRow('bottom', look, width, [])];
}

/** What stands in a box of `boxRows`; of two rows the lower one has no border, or nothing would. */
export function insideBox({ x, y, width, height }: Rect): Rect {
  const rows = height === 2 ? 1 : Math.max(0, height - 2);
  return { x: x + 1, y: y + 1, width: Math.max(0, width - 2), height: rows };
}

/** Rows that the borders of an overlay take, which is so high at most: none where they would leave none. */
export function overlayBorders(height: number): 0 | 2 {
  return height > 2 ? 2 : 0;
}

/** Without borders nothing would part it from what it lies over: it has the whole width. */
export function overlayWidth(room: number, most: number, borders: 0 | 2): number {
  return borders === 0 ? room : Math.min(room, most);
}

/** What stands in an overlay, one blank apart from its borders, where it has any. */
export function insideOverlay(rect: Rect, borders: 0 | 2): Rect {
  if (borders === 0) return rect;
  const { x, y, width, height } = rect;
  return { x: x + 2, y: y + 1, width: Math.max(0, width - 4), height: Math.max(0, height - 2) };
}

/** Blanks at both sides so that `text` stands in the middle of `width` cells. */
export function centred(text: string, width: number, style: Style): Span {
  return span(`${' '.repeat(Math.max(0, Math.floor((width - textWidth(text)) / 2)))}${text}`, style);
}

interface OverlayWords {
  readonly title: readonly Span[];
  readonly right: readonly Span[];
  /** In the lower border. */
  readonly rest: readonly Span[];
}

/** An overlay without what stands in it. */
export function overlayRows(
  look: BoxLook,
  { width, height }: Rect,
  borders: 0 | 2,
  { title, right, rest }: OverlayWords,
): readonly ScreenRow[] {
  if (borders === 0) return Array.from({ length: height }, () => rowOf([span(' '.repeat(width), look.border)], width));
  const middle = boxRows(look, width, height).slice(1, -1);
  return [borderRow('top', look, width, title, right), ...middle, borderRow('bottom', look, width, rest)];
}
