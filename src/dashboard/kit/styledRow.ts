// Text and styles become rows of runs: the only place where the dashboard's own words are laid out in cells.

import { cellClusters } from '../../cells/cellText';
import { clipText, padText, textWidth } from '../../cells/cellWidth';
import type { ScreenRow, ScreenRun } from '../../podList/podScreen';
import type { Style } from './theme';

/** A piece of a row. `text` has been through `displayText` or is the dashboard's own. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** One span. */
export function span(text: string, style: Style): Span {
  return { text, style };
}

/** The runs of a text: one wherever the width of a code point changes. */
function runsOf({ text, style }: Span): ScreenRun[] {
  const runs: ScreenRun[] = [];
  let part = '';
  let width: 1 | 2 = 1;
  for (const cluster of cellClusters(text)) {
    if (cluster.width !== width) {
      if (part !== '') runs.push({ text: part, ...style, width });
      part = '';
      width = cluster.width;
    }
    part += cluster.text;
  }
  if (part !== '') runs.push({ text: part, ...style, width });
  return runs;
}

/** A row of spans, each clipped to what the ones before it leave of `cells`. */
export function rowOf(spans: readonly Span[], cells: number): ScreenRow {
  let left = cells;
  const runs: ScreenRun[] = [];
  for (const { text, style } of spans) {
    if (left <= 0) break;
    const clipped = clipText(text, left);
    left -= textWidth(clipped);
    runs.push(...runsOf({ text: clipped, style }));
  }
  return runs;
}

/** As `rowOf`, filled to exactly `cells` cells in the style of `fill`. */
export function filledRow(spans: readonly Span[], cells: number, fill: Style): ScreenRow {
  const width = spansWidth(spans);
  return rowOf(width < cells ? [...spans, span(' '.repeat(cells - width), fill)] : spans, cells);
}

/** `left` at the left, `right` at the right; where both do not fit, `right` goes. */
export function splitRow(left: readonly Span[], right: readonly Span[], cells: number, fill: Style): ScreenRow {
  const gap = cells - spansWidth(left) - spansWidth(right);
  if (gap < 1 || right.length === 0) return filledRow(left, cells, fill);
  return rowOf([...left, span(' '.repeat(gap), fill), ...right], cells);
}

/** The cells that the spans take. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** Exactly `cells` cells of text. */
export function cell(text: string, cells: number, style: Style, align: 'left' | 'right' = 'left'): Span {
  return span(padText(text, cells, align), style);
}
