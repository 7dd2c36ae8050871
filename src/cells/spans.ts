// Pieces of styled text become one row of cells: as wide as they are, clipped, or filled.
import { addRun, cellLine, rowOfRange } from './cellLine';
import { clippedText, padText, textWidth } from './cellWidth';
import { isPlainCells } from './isPlainCells';
import type { ScreenRow, ScreenRun } from './podScreen';
import type { Span, TextStyle } from './textStyle';

export function span(text: string, style: TextStyle): Span {
  return { text, style };
}

/** Exactly `cells` cells of text. */
export function paddedSpan(text: string, cells: number, style: TextStyle, align: 'left' | 'right' = 'left'): Span {
  return { text: padText(text, cells, align), style };
}

/** The cells that the spans take. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** One row of at most `cells` cells; what does not fit is cut off with an ellipsis. */
export function rowOf(spans: readonly Span[], cells = Number.POSITIVE_INFINITY): ScreenRow {
  const plain = plainRow(spans, cells);
  if (plain !== null) return plain;
  const line = cellLine(cells === Number.POSITIVE_INFINITY ? spans : clippedSpans(spans, cells));
  return rowOfRange(line, { from: 0, to: line.cells.length });
}

/** Most rows are plain text that has room: nothing of it is taken apart. Null: this one is not. */
function plainRow(spans: readonly Span[], cells: number): ScreenRow | null {
  const runs: ScreenRun[] = [];
  let room = cells;
  for (const { text, style } of spans) {
    room -= text.length;
    if (room < 0 || !isPlainCells(text)) return null;
    if (text !== '') addRun(runs, text, style, 1);
  }
  return runs;
}

function clippedSpans(spans: readonly Span[], cells: number): readonly Span[] {
  const kept: Span[] = [];
  let room = cells;
  for (const { text, style } of spans) {
    if (room <= 0) break;
    const clipped = clippedText(text, room);
    kept.push({ text: clipped.text, style });
    // A wide character that did not fit may have left a cell: nothing comes behind an ellipsis.
    if (clipped.isCut) break;
    room -= clipped.width;
  }
  return kept;
}

/** As `rowOf`, filled to exactly `cells` cells in the style of `fill`. */
export function filledRow(spans: readonly Span[], cells: number, fill: TextStyle): ScreenRow {
  const width = spansWidth(spans);
  return rowOf(width < cells ? [...spans, span(' '.repeat(cells - width), fill)] : spans, cells);
}

/** `left` at the left, `right` at the right; where both do not fit, `right` goes. */
export function splitRow(left: readonly Span[], right: readonly Span[], cells: number, fill: TextStyle): ScreenRow {
  const gap = cells - spansWidth(left) - spansWidth(right);
  if (gap < 1 || right.length === 0) return filledRow(left, cells, fill);
  return rowOf([...left, span(' '.repeat(gap), fill), ...right], cells);
}

/** `first` in front of the first row, `rest` in front of each other one; both as wide. */
export function prefixed(rows: readonly ScreenRow[], first: readonly Span[], rest: readonly Span[]): ScreenRow[] {
  const firstRuns = rowOf(first);
  const restRuns = rowOf(rest);
  return rows.map((row, index) => [...(index === 0 ? firstRuns : restRuns), ...row]);
}
