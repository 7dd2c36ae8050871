// One line of styled text taken apart into cells, in a form that costs little for a long one.
import { cellClusters } from './cellClusters';
import { isPlainCells } from './isPlainCells';
import type { ScreenRow, ScreenRun } from './podScreen';
import { type Span, sameStyle, type TextStyle } from './textStyle';

/** Plain text is its own cells. */
export interface CellLine {
  /** One code point each. */
  readonly cells: string | readonly string[];
  /** Null: all of them are one cell wide. */
  readonly widths: readonly (1 | 2)[] | null;
  /** Where each style ends, and which it is. */
  readonly styles: readonly { readonly end: number; readonly style: TextStyle }[];
}

/** The cells from `from` up to `to` (exclusive). */
export interface CellRange {
  readonly from: number;
  readonly to: number;
}

/** The cells of spans without line breaks. */
export function cellLine(spans: readonly Span[]): CellLine {
  const styles: { end: number; style: TextStyle }[] = [];
  if (spans.every(({ text }) => isPlainCells(text))) {
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

/** A part of the line, in as few runs as its styles and widths allow. */
export function rowOfRange({ cells, widths, styles }: CellLine, { from, to }: CellRange): ScreenRow {
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

function textOf(cells: CellLine['cells'], from: number, to: number): string {
  const part = cells.slice(from, to);
  return typeof part === 'string' ? part : part.join('');
}

/** Neighbours of one look are one run. */
export function addRun(runs: ScreenRun[], text: string, style: TextStyle, width: 1 | 2): void {
  const last = runs.at(-1);
  if (last !== undefined && last.width === width && sameStyle(last, style)) {
    runs[runs.length - 1] = runOf(last.text + text, style, width);
  } else {
    runs.push(runOf(text, style, width));
  }
}

function runOf(text: string, { fg, bg, flags, link }: TextStyle, width: 1 | 2): ScreenRun {
  return link === undefined ? { text, fg, bg, flags, width } : { text, fg, bg, flags, width, link };
}
