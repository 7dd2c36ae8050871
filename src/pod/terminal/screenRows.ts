// The Pod's screen as rows of styled runs, for tiles: every cell reduced to one code point of known width.
import type { IBufferCell, IBufferLine, Terminal } from '@xterm/headless';
import { DEFAULT_COLOUR } from '../../cells/textStyle';
import type { ScrollbackPart, WireRun } from '../../protocol/screenUpdate';
import { cellOneText } from './cellOneText';
import { type CellStyle, isPlainBlank, textStyleOf } from './cellStyle';
import { rawLine } from './rawLine';
import { rawRuns } from './rawRuns';
import { addressReader } from './screenLinks';

/** Every row of the screen in use, top first; blanks at the end of a row left out. */
export function screenRows(terminal: Terminal): WireRun[][] {
  const { baseY } = terminal.buffer.active;
  return rowsOf(terminal, baseY, baseY + terminal.rows);
}

/** Rows `from` … of all that is kept, the oldest first, at most `count`. */
export function scrollbackRows(terminal: Terminal, from: number, count: number): ScrollbackPart {
  const { length } = terminal.buffer.active;
  const top = Math.min(from, length);
  return { top, total: length, lines: rowsOf(terminal, top, Math.min(length, top + count)) };
}

function rowsOf(terminal: Terminal, top: number, end: number): WireRun[][] {
  const buffer = terminal.buffer.active;
  const reader = new RowReader(terminal);
  const rows: WireRun[][] = [];
  for (let y = top; y < end; y++) {
    const line = buffer.getLine(y);
    rows.push(line ? reader.runs(line, terminal.cols) : []);
  }
  return rows;
}

/** Reads rows of one terminal. */
export class RowReader {
  private readonly reading: Reading & { readonly cell: IBufferCell };

  constructor(terminal: Terminal) {
    this.reading = { cell: terminal.buffer.active.getNullCell(), addressOf: addressReader(terminal) };
  }

  /** Its first `cols` cells; blanks at the end left out. */
  runs(line: IBufferLine, cols: number): WireRun[] {
    const raw = rawLine(line);
    if (raw === null || raw.hasMore) return rowRuns(line, this.reading, cols);
    return rawRuns({ line, words: raw.words, cell: this.reading.cell }, Math.min(line.length, cols));
  }
}

/** A row of its own: its first `cols` cells, blanks at their end included; null: up to its last text. */
export function lineRuns(line: IBufferLine, cols: number | null, addressOf: AddressOf): WireRun[] {
  const runs = rowRuns(line, { addressOf }, cols ?? line.length);
  const missing =
    cols === null ? 0 : cols - runs.reduce((sum, [text, , , , width]) => sum + [...text].length * width, 0);
  if (missing > 0) appendCell(runs, runs.at(-1) ?? null, [' '.repeat(missing), DEFAULT_COLOUR, DEFAULT_COLOUR, 0, 1]);
  return runs;
}

/** The address of a cell's link; undefined: it has none. */
export type AddressOf = (cell: CellStyle) => string | undefined;

/** `cell`: one to be used again for each. */
interface Reading {
  readonly cell?: IBufferCell;
  readonly addressOf: AddressOf;
}

function rowRuns(line: IBufferLine, { cell, addressOf }: Reading, cols: number): WireRun[] {
  const runs: WireRun[] = [];
  let last: WireRun | null = null;
  /** Blanks in default colours that are said only when something follows them. */
  let blanks = 0;
  for (let x = 0; x < Math.min(line.length, cols); x++) {
    const loaded = line.getCell(x, cell);
    if (!loaded || loaded.getWidth() === 0) continue;
    const { text, width } = cellOneText(loaded);
    const address = addressOf(loaded);
    if (text === ' ' && address === undefined && isPlainBlank(loaded)) {
      blanks += width;
      continue;
    }
    if (blanks > 0) last = appendCell(runs, last, [' '.repeat(blanks), DEFAULT_COLOUR, DEFAULT_COLOUR, 0, 1]);
    blanks = 0;
    const { fg, bg, flags } = textStyleOf(loaded);
    last = appendCell(
      runs,
      last,
      address === undefined ? [text, fg, bg, flags, width] : [text, fg, bg, flags, width, address],
    );
  }
  return runs;
}

function appendCell(runs: WireRun[], last: WireRun | null, cell: WireRun): WireRun {
  if (last !== null && looksSame(last, cell)) {
    last[0] += cell[0];
    return last;
  }
  runs.push(cell);
  return cell;
}

function looksSame(a: WireRun, b: WireRun): boolean {
  return a[1] === b[1] && a[2] === b[2] && a[3] === b[3] && a[4] === b[4] && a[5] === b[5];
}
