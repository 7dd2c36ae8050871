// A frame's placements as cells of blessed's screen: only what changed is composed again, in the columns where it did.
import type { BlessedScreen, Line } from 'blessed/lib/widgets/screen';
import type { ScreenRow } from '../../cells/podScreen';
import type { Frame, Placement, Rect } from '../kit/frame';
import { changedColumns } from './changedColumns';
import { PlotRows } from './plotRows';
import { RowComposer } from './rowComposer';
import { SparklineRows } from './sparklineRows';
import type { StyleTable } from './styleTable';

const EMPTY_ROW: ScreenRow = [];

/** What was painted last: places, what stands in each, and by terminal row which of them lie there, bottom first. */
interface Painted {
  readonly placements: readonly Placement[];
  /** Of each placement; changed in place. */
  readonly contents: (readonly ScreenRow[])[];
  readonly covers: readonly (readonly number[])[];
}

const NOTHING: Painted = { placements: [], contents: [], covers: [] };

/** Keeps what the last frame laid where, and with it what need not be laid again. */
export class FramePainter {
  readonly #screen: BlessedScreen;
  readonly #styles: StyleTable;
  readonly #sparklines: SparklineRows;
  readonly #plots: PlotRows;
  #composer: RowComposer | null = null;
  #lines: readonly Line[] | null = null;
  #painted = NOTHING;

  constructor(screen: BlessedScreen, styles: StyleTable) {
    this.#screen = screen;
    this.#styles = styles;
    this.#sparklines = new SparklineRows(screen);
    this.#plots = new PlotRows(screen);
  }

  /** Brings `screen.lines` up to the frame; rows that changed are marked dirty. */
  paint({ placements }: Frame): void {
    const { lines, olines, cols } = this.#screen;
    // What is composed but not drawn yet is shown too.
    this.#styles.trim(attrsOf(lines, olines));
    // New cells hold nothing of what was painted before.
    const before = lines === this.#lines ? this.#painted : NOTHING;
    this.#lines = lines;
    if (this.#composer?.cols !== cols) this.#composer = new RowComposer(cols, this.#screen.dattr);
    if (samePlaces(before.placements, placements)) this.#paintChanges(this.#composer, before, placements, lines);
    else this.#paintPlaces(this.#composer, before, placements, lines);
  }

  /** Everything lies where it lay: only contents can be others. */
  #paintChanges(
    composer: RowComposer,
    { placements: old, contents, covers }: Painted,
    placements: readonly Placement[],
    lines: readonly Line[],
  ): void {
    // Row, first column and end of what is to be composed, flat: only when all contents are those of this frame.
    const changes: number[] = [];
    for (const [index, placement] of placements.entries()) {
      if (placement === old[index]) continue;
      const rows = this.#contentOf(placement);
      const known = contents[index];
      if (rows === known) continue;
      contents[index] = rows;
      const { x, y, width, height } = placement.rect;
      const last = Math.min(height, lines.length - y);
      for (let row = Math.max(0, -y); row < last; row++) {
        const was = known?.[row] ?? EMPTY_ROW;
        const is = rows[row] ?? EMPTY_ROW;
        if (was === is) continue;
        const [from, to] = changedColumns(was, is, width);
        if (from < to) changes.push(y + row, x + from, x + to);
      }
    }
    this.#painted = { placements, contents, covers };
    for (let at = 0; at < changes.length; at += 3) {
      this.#compose(composer, lines, changes[at] ?? 0, changes[at + 1] ?? 0, changes[at + 2] ?? 0);
    }
  }

  /** Something lies elsewhere: rows in which the same places have the same contents stay as they are. */
  #paintPlaces(composer: RowComposer, before: Painted, placements: readonly Placement[], lines: readonly Line[]): void {
    const contents = placements.map((placement) => this.#contentOf(placement));
    const next = { placements, contents, covers: coversOf(placements, lines.length) };
    this.#painted = next;
    for (let y = 0; y < lines.length; y++) {
      if (!sameRow(before, next, y)) this.#compose(composer, lines, y, 0, composer.cols);
    }
  }

  #contentOf({ rect, lines, sparkline, plot }: Placement): readonly ScreenRow[] {
    if (sparkline !== undefined) return this.#sparklines.linesOf(sparkline, rect.width);
    return plot === undefined ? lines : this.#plots.linesOf(plot, rect);
  }

  /** Columns `start` … `end` of a row. Whatever reaches into them is laid as a whole. */
  #compose(composer: RowComposer, lines: readonly Line[], y: number, start: number, end: number): void {
    const from = Math.max(0, start);
    const to = Math.min(composer.cols, end);
    const line = lines[y];
    if (line === undefined || from >= to) return;
    const { placements, contents, covers } = this.#painted;
    const cover = covers[y] ?? [];
    // What fills all of these columns hides what lies below it.
    const hiding = cover.findLastIndex((index) => reaches(placements[index]?.rect, from, to));
    if (hiding < 0) composer.clear(from, to);
    for (let at = Math.max(0, hiding); at < cover.length; at++) {
      const index = cover[at] ?? -1;
      const rect = placements[index]?.rect;
      if (rect === undefined) continue;
      const end = rect.x + rect.width;
      if (rect.x >= to || end <= from) composer.cut(from, to, rect.x === to, end === from);
      else composer.lay(rect.x, rect.width, contents[index]?.[y - rect.y] ?? EMPTY_ROW, this.#styles);
    }
    composer.commit(line, from, to);
  }
}

function reaches(rect: Rect | undefined, from: number, to: number): boolean {
  return rect !== undefined && rect.x <= from && rect.x + rect.width >= to;
}

function samePlaces(left: readonly Placement[], right: readonly Placement[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    const one = left[index];
    const other = right[index];
    if (one === other || one?.rect === other?.rect) continue;
    if (one === undefined || other === undefined || !sameRect(one.rect, other.rect)) return false;
  }
  return true;
}

function sameRect(left: Rect, right: Rect): boolean {
  return left.x === right.x && left.y === right.y && left.width === right.width && left.height === right.height;
}

function coversOf(placements: readonly Placement[], rows: number): readonly (readonly number[])[] {
  const covers: number[][] = Array.from({ length: rows }, () => []);
  for (const [index, { rect }] of placements.entries()) {
    const last = Math.min(rows, rect.y + rect.height);
    for (let y = Math.max(0, rect.y); y < last; y++) covers[y]?.push(index);
  }
  return covers;
}

/** The same contents in the same columns, in the same order. */
function sameRow(before: Painted, next: Painted, y: number): boolean {
  const old = before.covers[y];
  const cover = next.covers[y] ?? [];
  if (old?.length !== cover.length) return false;
  return cover.every((index, at) => {
    const was = old[at] ?? -1;
    const left = before.placements[was];
    const right = next.placements[index];
    if (left === undefined || right === undefined) return false;
    if (left.rect.x !== right.rect.x || left.rect.width !== right.rect.width) return false;
    return rowAt(before, was, y - left.rect.y) === rowAt(next, index, y - right.rect.y);
  });
}

function rowAt({ contents }: Painted, index: number, row: number): ScreenRow {
  return contents[index]?.[row] ?? EMPTY_ROW;
}

function* attrsOf(...screens: readonly (readonly Line[])[]): Generator<number> {
  for (const lines of screens) for (const line of lines) for (const [attr] of line) yield attr;
}
