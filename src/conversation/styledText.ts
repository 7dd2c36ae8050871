// Styled text becomes rows of cells: broken at blanks and between wide characters, cut where a word is longer than a row.

import { cellClusters } from '../cells/cellText';
import { clipText, textWidth } from '../cells/cellWidth';
import type { ScreenRow, ScreenRun } from '../podList/podScreen';
import type { TextStyle } from './conversationLook';

/** A piece of text in one style. It is safe already (`safeText`); `\n` in it begins a new row. */
export interface Span {
  readonly text: string;
  readonly style: TextStyle;
}

/** One line as cells, in a form that costs little for a long one: plain text is its own cells. */
interface Line {
  /** One code point each. */
  readonly cells: string | readonly string[];
  /** Null: all of them are one cell wide. */
  readonly widths: readonly (1 | 2)[] | null;
  /** Where each style ends, and which it is. */
  readonly styles: readonly { readonly end: number; readonly style: TextStyle }[];
}

/** The cells from `from` up to `to` (exclusive). */
interface Range {
  readonly from: number;
  readonly to: number;
}

const PLAIN = /^[\x20-\x7e]*$/;

/** No row can be narrower: a wide character needs two cells. */
export const LEAST_CELLS = 2;

/** What must not stand at the beginning of a row (closing marks of Chinese, Japanese, Korean). */
const NOT_FIRST = new Set('、。，．！？：；）」』】〉》〕］｝…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ');

export function span(text: string, style: TextStyle): Span {
  return { text, style };
}

/**
 * Rows of at most `width` cells; at least one, which may be empty. `cut`: rows break only where they are full, and no
 * blank is dropped, as code wants it.
 */
export function wrapSpans(spans: readonly Span[], width: number, { cut = false } = {}): readonly ScreenRow[] {
  const room = Math.max(LEAST_CELLS, width);
  return linesOf(spans).flatMap((part) => {
    const line = lineOf(part);
    return (cut ? cutRanges(line, room) : wrappedRanges(line, room)).map((range) => rowOfRange(line, range));
  });
}

/** One row of the spans as they are, however wide. */
export function rowOf(spans: readonly Span[]): ScreenRow {
  const line = lineOf(spans);
  return rowOfRange(line, { from: 0, to: line.cells.length });
}

/** One row of at most `width` cells; what does not fit is cut off with an ellipsis. */
export function clippedRow(spans: readonly Span[], width: number): ScreenRow {
  const kept: Span[] = [];
  let room = width;
  for (const each of spans) {
    if (room <= 0) break;
    const text = clipText(each.text, room);
    kept.push({ text, style: each.style });
    room -= textWidth(text);
    if (text !== each.text && text.endsWith('…') && !each.text.endsWith('…')) break;
  }
  return rowOf(kept);
}

/** `first` in front of the first row, `rest` in front of each other one; both as wide. */
export function prefixed(rows: readonly ScreenRow[], first: readonly Span[], rest: readonly Span[]): ScreenRow[] {
  const firstRuns = rowOf(first);
  const restRuns = rowOf(rest);
  return rows.map((row, index) => [...(index === 0 ? firstRuns : restRuns), ...row]);
}

export function rowWidth(row: ScreenRow): number {
  return row.reduce((sum, run) => sum + [...run.text].length * run.width, 0);
}

export function rowText(row: ScreenRow): string {
  return row.map((run) => run.text).join('');
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

function lineOf(spans: readonly Span[]): Line {
  const styles: { end: number; style: TextStyle }[] = [];
  if (spans.every(({ text }) => PLAIN.test(text))) {
    let cells = '';
    for (const { text, style } of spans) {
      cells += text;
      styles.push({ end: cells.length, style });
    }
    return { cells, widths: null, styles };
  }
  const cells: string[] = [];
  const widths: (1 | 2)[] = [];
  for (const { text, style } of spans) {
    for (const cluster of cellClusters(text)) {
      cells.push(cluster.text);
      widths.push(cluster.width);
    }
    styles.push({ end: cells.length, style });
  }
  return { cells, widths, styles };
}

/** Rows that break only where they are full. */
function cutRanges({ cells, widths }: Line, room: number): readonly Range[] {
  const ranges: Range[] = [];
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

function wrappedRanges(line: Line, room: number): readonly Range[] {
  const { cells, widths } = line;
  const ranges: Range[] = [];
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

function mayBreakBefore({ cells, widths }: Line, at: number): boolean {
  const cell = cells[at];
  if (cell === undefined || cell === ' ') return false;
  if (cells[at - 1] === ' ') return true;
  return widths !== null && (widths[at - 1] === 2 || widths[at] === 2) && !NOT_FIRST.has(cell);
}

/** `to` without the blanks before it. */
function blankEnd(cells: Line['cells'], from: number, to: number): number {
  let end = to;
  while (end > from && cells[end - 1] === ' ') end -= 1;
  return end;
}

function rowOfRange({ cells, widths, styles }: Line, { from, to }: Range): ScreenRow {
  const runs: ScreenRun[] = [];
  let at = from;
  for (const { end, style } of styles) {
    const last = Math.min(end, to);
    while (at < last) {
      const width = widths?.[at] ?? 1;
      let next = widths === null ? last : at + 1;
      while (next < last && widths?.[next] === width) next += 1;
      addRun(runs, textOf(cells, at, next), style, width);
      at = next;
    }
  }
  return runs;
}

function textOf(cells: Line['cells'], from: number, to: number): string {
  const part = cells.slice(from, to);
  return typeof part === 'string' ? part : part.join('');
}

/** Neighbours of one look are one run. */
function addRun(runs: ScreenRun[], text: string, { fg, bg, flags }: TextStyle, width: 1 | 2): void {
  const last = runs.at(-1);
  if (last !== undefined && last.width === width && last.fg === fg && last.bg === bg && last.flags === flags) {
    runs[runs.length - 1] = { ...last, text: last.text + text };
  } else {
    runs.push({ text, fg, bg, flags, width });
  }
}
