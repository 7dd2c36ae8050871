// What a faithful screen state needs and the public interface of the headless terminal does not tell. Read only.
// The names are those of @xterm/headless 6.0.0; what cannot be read is answered with the default of a fresh terminal.
import type { Terminal } from '@xterm/headless';
import { type CellStyle, isCellStyle } from './cellStyle';
import { readField } from './readField';
import { savedRow } from './savedRow';

export type CharsetName = '0' | 'A' | 'B';

export interface ScreenInternals {
  readonly cursorHidden: boolean;
  /** "DEFAULT", "SGR" or "SGR_PIXELS". */
  readonly mouseEncoding: string;
  /** The style of the next character. Null: default. */
  readonly pen: CellStyle | null;
  /** First and last row of the scroll region, from 0. */
  readonly scrollTop: number;
  readonly scrollBottom: number;
  /** What `ESC 8` goes back to, from 0 on the screen. */
  readonly savedCursor: {
    readonly x: number;
    readonly y: number;
    readonly pen: CellStyle | null;
    readonly charset: CharsetName;
  };
  /** Which of G0–G3 is in use. */
  readonly charsetInUse: number;
  readonly charsets: readonly CharsetName[];
  /** Columns from 0, where they differ from every eighth; else null. */
  readonly tabStops: readonly number[] | null;
}

export function isCursorHidden(terminal: Terminal): boolean {
  return readField(readField(readField(terminal, '_core'), 'coreService'), 'isCursorHidden') === true;
}

export function readInternals(terminal: Terminal): ScreenInternals {
  const core = readField(terminal, '_core');
  const buffer = readField(readField(core, '_bufferService'), 'buffer');
  const charsets = readField(readField(core, '_charsetService'), '_charsets');
  const savedPen = readField(buffer, 'savedCurAttrData');
  const pen = readField(readField(core, '_inputHandler'), '_curAttrData');
  return {
    cursorHidden: isCursorHidden(terminal),
    mouseEncoding: String(readField(readField(core, 'coreMouseService'), 'activeEncoding') ?? 'DEFAULT'),
    pen: isCellStyle(pen) ? pen : null,
    scrollTop: numberIn(buffer, 'scrollTop', 0),
    scrollBottom: numberIn(buffer, 'scrollBottom', terminal.rows - 1),
    savedCursor: {
      x: numberIn(buffer, 'savedX', 0),
      y: savedRow(buffer),
      pen: isCellStyle(savedPen) ? savedPen : null,
      charset: charsetName(readField(buffer, 'savedCharset')),
    },
    charsetInUse: numberIn(readField(core, '_charsetService'), 'glevel', 0),
    charsets: [0, 1, 2, 3].map((index) => charsetName(readField(charsets, String(index)))),
    tabStops: customTabStops(readField(buffer, 'tabs'), terminal.cols),
  };
}

export function hasFullScrollRegion(terminal: Terminal): boolean {
  const buffer = readField(readField(readField(terminal, '_core'), '_bufferService'), 'buffer');
  return readField(buffer, 'scrollTop') === 0 && readField(buffer, 'scrollBottom') === terminal.rows - 1;
}

function numberIn(holder: unknown, name: string, otherwise: number): number {
  const value = readField(holder, name);
  return typeof value === 'number' ? value : otherwise;
}

/** The tables are plain objects from a character to its replacement. */
function charsetName(table: unknown): CharsetName {
  if (readField(table, 'q') === '─') return '0';
  return readField(table, '#') === '£' ? 'A' : 'B';
}

function customTabStops(tabs: unknown, cols: number): number[] | null {
  if (typeof tabs !== 'object' || tabs === null) return null;
  const stops: number[] = [];
  let isDefault = true;
  for (let column = 0; column < cols; column++) {
    const isStop = readField(tabs, String(column)) === true;
    if (isStop) stops.push(column);
    if (isStop !== (column % 8 === 0)) isDefault = false;
  }
  return isDefault ? null : stops;
}
