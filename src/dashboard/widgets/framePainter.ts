// A frame's placements as cells of blessed's screen: only rows in which something changed are composed again.
import type { BlessedScreen, Line } from 'blessed/lib/widgets/screen';
import type { ScreenRow, ScreenRun } from '../../cells/podScreen';
import { safeCharacter } from '../../cells/safeCharacter';
import type { Frame, Placement } from '../kit/frame';
import { PlotRows } from './plotRows';
import { SparklineRows } from './sparklineRows';
import type { StyleTable } from './styleTable';
import { touchColumns } from './touchedColumns';

/** What covers one terminal row, bottom first: x, width and content of each placement's row, flat. */
type RowSpans = (number | ScreenRow)[];

const EMPTY_ROW: ScreenRow = [];

function samePlacements(left: readonly Placement[], right: readonly Placement[]): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  return left.every((placement, index) => {
    const other = right[index];
    if (other === undefined) return false;
    if (placement === other) return true;
    const { rect } = placement;
    return (
      placement.lines === other.lines &&
      placement.sparkline === other.sparkline &&
      placement.plot === other.plot &&
      rect.x === other.rect.x &&
      rect.y === other.rect.y &&
      rect.width === other.rect.width &&
      rect.height === other.rect.height
    );
  });
}

/** The same places, whatever stands in them. */
function samePlaces(left: RowSpans, right: RowSpans): boolean {
  if (left.length !== right.length) return false;
  for (let part = 0; part < left.length; part += 3) {
    if (left[part] !== right[part] || left[part + 1] !== right[part + 1]) return false;
  }
  return true;
}

/** One row in the making. A wide character is width 2 and then width 0; halves never stay alone. */
class RowComposer {
  readonly cols: number;
  readonly #defaultAttr: number;
  readonly #attrs: Int32Array;
  readonly #texts: string[];
  readonly #widths: Uint8Array;

  constructor(cols: number, defaultAttr: number) {
    this.cols = cols;
    this.#defaultAttr = defaultAttr;
    this.#attrs = new Int32Array(cols);
    this.#texts = new Array<string>(cols).fill(' ');
    this.#widths = new Uint8Array(cols);
  }

  #blank(from: number, to: number, attr: number): void {
    for (let x = from; x < to; x++) {
      this.#attrs[x] = attr;
      this.#texts[x] = ' ';
      this.#widths[x] = 1;
    }
  }

  /**
   * Columns `from` … `to` of the row that `spans` make. What stands elsewhere is of no matter: whatever reaches into the
   * columns is laid as a whole.
   */
  compose(spans: RowSpans, from: number, to: number, styles: StyleTable): void {
    this.#blank(from, to, this.#defaultAttr);
    for (let part = 0; part < spans.length; part += 3) {
      const x = Number(spans[part]);
      const width = Number(spans[part + 1]);
      if (x < to && x + width > from) this.lay(x, width, rowAt(spans, part + 2), styles);
    }
  }

  /** Lays `row` over columns `x` … `x + width`, clipped to the screen and padded with blanks. */
  lay(x: number, width: number, row: ScreenRow, styles: StyleTable): void {
    const from = Math.max(0, x);
    const to = Math.min(this.cols, x + width);
    if (from >= to) return;
    // What lies below may be cut through the middle of a wide character, on either side.
    if (this.#widths[from] === 0) this.#blank(from - 1, from, this.#attrs[from - 1] ?? this.#defaultAttr);
    if (to < this.cols && this.#widths[to] === 0) this.#blank(to, to + 1, this.#attrs[to] ?? this.#defaultAttr);
    let at = x;
    for (const run of row) {
      if (at >= to) break;
      at = this.#layRun(run, at, from, to, styles.attrOf(run));
    }
    if (at < to) this.#blank(Math.max(from, at), to, this.#defaultAttr);
  }

  #layRun(run: ScreenRun, start: number, from: number, to: number, attr: number): number {
    let at = start;
    const { width } = run;
    for (const character of run.text) {
      if (at >= to) break;
      if (at < from || at + width > to) {
        // Half of a wide character may be inside: a blank of its style.
        this.#blank(Math.max(from, at), Math.min(to, at + width), attr);
      } else {
        this.#put(at, safeCharacter(character, width), width, attr);
      }
      at += width;
    }
    return at;
  }

  #put(x: number, text: string, width: 1 | 2, attr: number): void {
    this.#attrs[x] = attr;
    this.#texts[x] = text;
    this.#widths[x] = width;
    if (width === 1) return;
    this.#attrs[x + 1] = attr;
    // What replaces a wide character is narrow (`?`, a letter): a blank fills the other cell.
    const narrow = text <= '~';
    this.#texts[x + 1] = narrow ? ' ' : '';
    this.#widths[x + 1] = narrow ? 1 : 0;
    if (narrow) this.#widths[x] = 1;
  }

  /** Marks the line, and its columns, where a cell differs from what it held. */
  commit(line: Line, from: number, to: number): void {
    let first = -1;
    let last = -1;
    for (let x = from; x < to; x++) {
      const cell = line[x];
      const attr = this.#attrs[x] ?? this.#defaultAttr;
      const text = this.#texts[x] ?? ' ';
      if (cell === undefined || (cell[0] === attr && cell[1] === text)) continue;
      cell[0] = attr;
      cell[1] = text;
      if (first < 0) first = x;
      last = x;
    }
    if (first >= 0) touchColumns(line, first, last + 1);
  }
}

/** Keeps what the last frame laid where, and with it what need not be laid again. */
export class FramePainter {
  readonly #screen: BlessedScreen;
  readonly #styles: StyleTable;
  readonly #sparklines: SparklineRows;
  readonly #plots: PlotRows;
  #composer: RowComposer | null = null;
  #lines: readonly Line[] | null = null;
  #placements: readonly Placement[] = [];
  #spans: RowSpans[] = [];

  constructor(screen: BlessedScreen, styles: StyleTable) {
    this.#screen = screen;
    this.#styles = styles;
    this.#sparklines = new SparklineRows(screen);
    this.#plots = new PlotRows(screen);
  }

  /** Brings `screen.lines` up to the frame; rows that changed are marked dirty. */
  paint(frame: Frame): void {
    const { lines, olines, cols } = this.#screen;
    // What is composed but not drawn yet is shown too.
    this.#styles.trim(attrsOf(lines, olines));
    if (lines !== this.#lines) {
      // New cells hold nothing of what was painted before.
      this.#lines = lines;
      this.#spans = [];
    } else if (samePlacements(this.#placements, frame.placements)) {
      return;
    }
    this.#placements = frame.placements;
    if (this.#composer?.cols !== cols) this.#composer = new RowComposer(cols, this.#screen.dattr);
    const composer = this.#composer;
    const spans = this.#spansOf(frame.placements, lines.length);
    for (const [y, line] of lines.entries()) this.#paintRow(composer, line, this.#spans[y], spans[y] ?? []);
    this.#spans = spans;
  }

  /** Where only the content of some places has changed, nothing else of the row is looked at. */
  #paintRow(composer: RowComposer, line: Line, before: RowSpans | undefined, row: RowSpans): void {
    const paint = (x: number, end: number): void => {
      const from = Math.max(0, x);
      const to = Math.min(composer.cols, end);
      if (from >= to) return;
      composer.compose(row, from, to, this.#styles);
      composer.commit(line, from, to);
    };
    if (before === undefined || !samePlaces(before, row)) {
      paint(0, composer.cols);
      return;
    }
    for (let part = 0; part < row.length; part += 3) {
      if (before[part + 2] !== row[part + 2]) paint(Number(row[part]), Number(row[part]) + Number(row[part + 1]));
    }
  }

  #spansOf(placements: readonly Placement[], rows: number): RowSpans[] {
    const spans: RowSpans[] = Array.from({ length: rows }, () => []);
    for (const { rect, lines: text, sparkline, plot } of placements) {
      const drawn = sparkline && this.#sparklines.linesOf(sparkline, rect.width);
      const lines = drawn ?? (plot && this.#plots.linesOf(plot, rect)) ?? text;
      const last = Math.min(rows, rect.y + rect.height);
      for (let y = Math.max(0, rect.y); y < last; y++) {
        spans[y]?.push(rect.x, rect.width, lines[y - rect.y] ?? EMPTY_ROW);
      }
    }
    return spans;
  }
}

function* attrsOf(...screens: readonly (readonly Line[])[]): Generator<number> {
  for (const lines of screens) for (const line of lines) for (const [attr] of line) yield attr;
}

function rowAt(spans: RowSpans, index: number): ScreenRow {
  const row = spans[index];
  return typeof row === 'object' ? row : EMPTY_ROW;
}
