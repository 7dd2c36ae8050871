// Styled text becomes rows of cells: broken at blanks and between wide characters, cut where a word is longer than a row.
import { type CellLine, type CellRange, cellLine, rowOfRange } from './cellLine';
import { rowText, type ScreenRow } from './podScreen';
import { PLAIN_STYLE, type Span } from './textStyle';

/** No row can be narrower: a wide character needs two cells. */
export const LEAST_CELLS = 2;

/** What must not stand at the beginning of a row (closing marks of Chinese, Japanese, Korean). */
const NOT_FIRST = new Set('、。，．！？：；）」』】〉》〕］｝…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ');

/**
 * Rows of at most `width` cells; at least one, which may be empty; `\n` begins a new one. `cut`: rows break only where they are
 * full, and no blank is dropped, as code wants it.
 */
export function wrapSpans(spans: readonly Span[], width: number, { cut = false } = {}): readonly ScreenRow[] {
  const room = Math.max(LEAST_CELLS, width);
  return linesOf(spans).flatMap((part) => {
    const line = cellLine(part);
    return (cut ? cutRanges(line, room) : wrappedRanges(line, room)).map((range) => rowOfRange(line, range));
  });
}

/** As `wrapSpans`, without styles. */
export function wrapText(text: string, width: number): readonly string[] {
  return wrapSpans([{ text, style: PLAIN_STYLE }], width).map(rowText);
}

function linesOf(spans: readonly Span[]): readonly Span[][] {
  const lines: Span[][] = [[]];
  for (const each of spans) {
    const [first = '', ...others] = each.text.includes('\n') ? each.text.split('\n') : [each.text];
    if (first !== '') lines.at(-1)?.push({ text: first, style: each.style });
    for (const text of others) lines.push(text === '' ? [] : [{ text, style: each.style }]);
  }
  return lines;
}

/** Rows that break only where they are full. */
function cutRanges({ cells, widths }: CellLine, room: number): readonly CellRange[] {
  const ranges: CellRange[] = [];
  let from = 0;
  let used = 0;
  for (let at = 0; at < cells.length; at += 1) {
    const width = widths?.[at] ?? 1;
    if (used + width > room) {
      ranges.push({ from, to: at });
      from = at;
      used = 0;
    }
    used += width;
  }
  return [...ranges, { from, to: cells.length }];
}

function wrappedRanges(line: CellLine, room: number): readonly CellRange[] {
  const { cells, widths } = line;
  const ranges: CellRange[] = [];
  let from = 0;
  let used = 0;
  /** The last place where the row may end, and the cells before it; not behind `from` while there is none. */
  let breakAt = 0;
  let usedAtBreak = 0;
  let dropsBlanks = false;
  for (let at = 0; at < cells.length; at += 1) {
    const width = widths?.[at] ?? 1;
    if (at > from && mayBreakBefore(line, at)) {
      breakAt = at;
      usedAtBreak = used;
    }
    const overflows = used + width > room;
    dropsBlanks ||= overflows;
    // A blank at the end of a full row is dropped; it stays a place to break at.
    if (overflows && cells[at] === ' ') continue;
    // Twice where what is carried over is nearly a row itself.
    while (used + width > room) {
      const hasBreak = breakAt > from;
      const to = hasBreak ? breakAt : at;
      ranges.push({ from, to: blankEnd(cells, from, to) });
      used = hasBreak ? used - usedAtBreak : 0;
      from = to;
    }
    used += width;
  }
  // A line that fits keeps the blanks at its end: they may be all that it is.
  return [...ranges, { from, to: dropsBlanks ? blankEnd(cells, from, cells.length) : cells.length }];
}

function mayBreakBefore({ cells, widths }: CellLine, at: number): boolean {
  const cell = cells[at];
  if (cell === undefined || cell === ' ') return false;
  if (cells[at - 1] === ' ') return true;
  return widths !== null && (widths[at - 1] === 2 || widths[at] === 2) && !NOT_FIRST.has(cell);
}

/** `to` without the blanks before it. */
function blankEnd(cells: CellLine['cells'], from: number, to: number): number {
  let end = to;
  while (end > from && cells[end - 1] === ' ') end -= 1;
  return end;
}
