// The lines of a history as rows of one width, without making any of them before it is shown.
import type { ScreenRow } from '../cells/podScreen';
import { type History, type HistoryLine, lineWidth } from './history';

/** A character of a line; both from 0, characters are code points. */
export interface HistoryPlace {
  readonly line: number;
  readonly character: number;
}

/** One row: a part of a line. `to` is exclusive. */
export interface HistoryRow {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export class HistoryLayout {
  /** The first row of each line, and behind them how many rows there are. */
  private readonly starts: Uint32Array;
  private readonly breaks = new Map<number, readonly number[]>();

  constructor(
    readonly history: History,
    readonly cols: number,
  ) {
    const { lines } = history;
    this.starts = new Uint32Array(lines.length + 1);
    let rows = 0;
    lines.forEach((line, index) => {
      this.starts[index] = rows;
      rows += lineWidth(line) <= cols ? 1 : this.breaksOf(line, index).length;
    });
    this.starts[lines.length] = rows;
  }

  get rowCount(): number {
    return this.starts[this.history.lines.length] ?? 0;
  }

  /** @param index within the rows. */
  row(index: number): HistoryRow {
    const line = this.lineOfRow(index);
    const own = this.history.lines[line];
    const breaks = own === undefined ? [0] : this.breaksOf(own, line);
    const part = index - (this.starts[line] ?? 0);
    return { line, from: breaks[part] ?? 0, to: breaks[part + 1] ?? characters(own) };
  }

  /** The row that shows that place. */
  rowOf({ line, character }: HistoryPlace): number {
    const own = this.history.lines[line];
    if (own === undefined) return Math.max(0, this.rowCount - 1);
    const breaks = this.breaksOf(own, line);
    const part = breaks.findLastIndex((from) => from <= character);
    return (this.starts[line] ?? 0) + Math.max(0, part);
  }

  /** As many rows as there are from `top` on, at most `height`. */
  rows(top: number, height: number): readonly HistoryRow[] {
    const rows: HistoryRow[] = [];
    for (let index = Math.max(0, top); index < Math.min(this.rowCount, top + height); index++)
      rows.push(this.row(index));
    return rows;
  }

  cells({ line, from, to }: HistoryRow): ScreenRow {
    const own = this.history.lines[line];
    return own === undefined ? [] : partOfRow(own.row, from, to);
  }

  private lineOfRow(index: number): number {
    let low = 0;
    let high = this.history.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Where each of its rows begins, in characters. */
  private breaksOf(line: HistoryLine, index: number): readonly number[] {
    if (lineWidth(line) <= this.cols) return FIRST;
    const known = this.breaks.get(index);
    if (known !== undefined) return known;
    const breaks = [0];
    let cells = 0;
    let at = 0;
    for (const { text, width } of line.row) {
      for (const _ of text) {
        if (cells + width > this.cols && cells > 0) {
          breaks.push(at);
          cells = 0;
        }
        cells += width;
        at++;
      }
    }
    this.breaks.set(index, breaks);
    return breaks;
  }
}

const FIRST: readonly number[] = [0];

export function characters(line: HistoryLine | undefined): number {
  return line === undefined ? 0 : line.row.reduce((sum, { text }) => sum + [...text].length, 0);
}

/** The characters from `from` up to `to`, exclusive. */
export function partOfRow(row: ScreenRow, from: number, to: number): ScreenRow {
  let at = 0;
  return row.flatMap((run) => {
    const all = [...run.text];
    const start = at;
    at += all.length;
    if (at <= from || start >= to) return [];
    const text = all.slice(Math.max(0, from - start), to - start).join('');
    return [{ ...run, text }];
  });
}

/** How many cells stand left of the character in its row. */
export function cellOf(row: ScreenRow, character: number): number {
  let cells = 0;
  let left = character;
  for (const { text, width } of row) {
    const count = [...text].length;
    cells += Math.min(left, count) * width;
    left -= count;
    if (left <= 0) break;
  }
  return cells + Math.max(0, left);
}

/** The character at that cell of the row; behind its end the one that would follow. */
export function characterAt(row: ScreenRow, cell: number): number {
  let cells = 0;
  let at = 0;
  for (const { text, width } of row) {
    for (const _ of text) {
      if (cell < cells + width) return at;
      cells += width;
      at++;
    }
  }
  return at;
}
