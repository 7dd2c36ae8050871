// The Pod's screen as rows of styled runs, for tiles: every cell reduced to one code point of known width.
import type { IBufferCell, IBufferLine, Terminal } from '@xterm/headless';
import { cellClusters } from '../../cells/cellClusters';
import { DEFAULT_COLOUR } from '../../cells/textStyle';
import type { ScrollbackPart, WireRun } from '../../protocol/screenUpdate';
import { type CellStyle, isPlainBlank, textStyleOf } from './cellStyle';
import { addressReader } from './screenLinks';

interface CellText {
  readonly text: string;
  readonly width: 1 | 2;
}

const BLANK: CellText = { text: ' ', width: 1 };

/** Every row of the screen in use, top first; blanks at the end of a row left out. */
export function screenRows(terminal: Terminal): WireRun[][] {
  const buffer = terminal.buffer.active;
  const reading = { cell: buffer.getNullCell(), addressOf: addressReader(terminal) };
  const rows: WireRun[][] = [];
  for (let y = 0; y < terminal.rows; y++) {
    const line = buffer.getLine(buffer.baseY + y);
    rows.push(line ? rowRuns(line, reading, terminal.cols) : []);
  }
  return rows;
}

/** Rows `from` … of all that is kept, the oldest first, at most `count`. */
export function scrollbackRows(terminal: Terminal, from: number, count: number): ScrollbackPart {
  const buffer = terminal.buffer.active;
  const reading = { cell: buffer.getNullCell(), addressOf: addressReader(terminal) };
  const top = Math.min(from, buffer.length);
  const lines: WireRun[][] = [];
  for (let y = top; y < Math.min(buffer.length, top + count); y++) {
    const line = buffer.getLine(y);
    lines.push(line ? rowRuns(line, reading, terminal.cols) : []);
  }
  return { top, total: buffer.length, lines };
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
    const { text, width } = cellText(loaded);
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

/** A wide cell keeps its width whatever its text reduces to, so that what follows stays in its column. */
function cellText(cell: IBufferCell): CellText {
  const chars = cell.getChars();
  if (chars === '') return BLANK;
  const isWide = cell.getWidth() === 2;
  if (chars.length === 1 && chars.charCodeAt(0) < 0x300) return { text: chars, width: isWide ? 2 : 1 };
  for (const cluster of cellClusters(chars)) {
    if (isSkinTone(cluster.text)) break;
    if (cluster.width === (isWide ? 2 : 1)) return cluster;
    break;
  }
  return { text: isWide ? '　' : '\ufffd', width: isWide ? 2 : 1 };
}

/** A skin tone has cells of its own here; beside its emoji other terminals would draw both as one. */
function isSkinTone(text: string): boolean {
  const codePoint = text.codePointAt(0) ?? 0;
  return codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
}
