// Styled text becomes rows of cells: broken at blanks and between wide characters, cut where a word is longer than a row.
import type { ScreenRow, ScreenRun } from '../podList/podScreen';
import { type CellCluster, cellClusters } from '../text/cellText';
import { clipText, textWidth } from '../text/cellWidth';
import type { TextStyle } from './conversationLook';

/** A piece of text in one style. It is safe already (`safeText`); `\n` in it begins a new row. */
export interface Span {
  readonly text: string;
  readonly style: TextStyle;
}

interface Cell extends CellCluster {
  readonly style: TextStyle;
}

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
  return linesOf(spans).flatMap((line) => {
    const [only] = line;
    if (line.length === 1 && only !== undefined && only.text.length <= room && textWidth(only.text) <= room) {
      return [rowOf(line)];
    }
    const cells = cellsOf(line);
    return (cut ? cutCells(cells, room) : wrapCells(cells, room)).map(cellsToRow);
  });
}

/** One row of the spans as they are, however wide. */
export function rowOf(spans: readonly Span[]): ScreenRow {
  return cellsToRow(cellsOf(spans));
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

function cellsOf(spans: readonly Span[]): readonly Cell[] {
  return spans.flatMap(({ text, style }) => [...cellClusters(text)].map((cluster) => ({ ...cluster, style })));
}

/** Rows that break only where they are full. */
function cutCells(cells: readonly Cell[], width: number): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [[]];
  let used = 0;
  for (const cell of cells) {
    if (used + cell.width > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(cell);
    used += cell.width;
  }
  return rows;
}

function wrapCells(cells: readonly Cell[], width: number): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  let from = 0;
  let used = 0;
  /** The last place where the row may end; not behind `from` while there is none. */
  let breakAt = 0;
  for (const [at, cell] of cells.entries()) {
    if (at > from && mayBreakBefore(cells[at - 1], cell)) breakAt = at;
    if (used + cell.width > width) {
      // A blank at the end of a full row is dropped; it stays a place to break at.
      if (cell.text === ' ') continue;
      const end = breakAt > from ? breakAt : at;
      rows.push(withoutBlankEnd(cells.slice(from, end)));
      from = end;
      used = cellsWidth(cells.slice(from, at));
    }
    used += cell.width;
  }
  const last = cells.slice(from);
  rows.push(rows.length === 0 && cellsWidth(last) <= width ? last : withoutBlankEnd(last));
  return rows;
}

function cellsWidth(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function mayBreakBefore(before: Cell | undefined, cell: Cell): boolean {
  if (before === undefined || cell.text === ' ') return false;
  if (before.text === ' ') return true;
  return (before.width === 2 || cell.width === 2) && !NOT_FIRST.has(cell.text);
}

function withoutBlankEnd(cells: readonly Cell[]): readonly Cell[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.text !== ' ') + 1);
}

function cellsToRow(cells: readonly Cell[]): ScreenRow {
  const runs: ScreenRun[] = [];
  let text = '';
  let open: Cell | null = null;
  const close = (): void => {
    if (open !== null && text !== '') {
      const { fg, bg, flags } = open.style;
      runs.push({ text, fg, bg, flags, width: open.width });
    }
    text = '';
  };
  for (const cell of cells) {
    if (open === null || open.width !== cell.width || !sameStyle(open.style, cell.style)) {
      close();
      open = cell;
    }
    text += cell.text;
  }
  close();
  return runs;
}

function sameStyle(a: TextStyle, b: TextStyle): boolean {
  return a === b || (a.fg === b.fg && a.bg === b.bg && a.flags === b.flags);
}
