// What the lines of a recording are made into: plain text, or lines of a history with their styles.
import type { IBufferLine } from '@xterm/headless';
import type { ScreenRow } from '../cells/podScreen';
import { PLAIN_STYLE, STYLE, withFlags } from '../cells/textStyle';
import type { HistoryLine } from '../history/history';
import { type AddressOf, lineRuns } from '../pod/terminal/screenRows';
import { screenRow } from '../streams/screenRow';
import type { LineMaker } from './recordedText';

/** Untrusted text. */
export const plainLines: LineMaker<string> = {
  drawn: (rows) => rows.map((row, index) => wholeRow(row, rows[index + 1])).join(''),
  said: (text) => text,
  isBlank: (line) => line === '',
};

const OWN_WORDS = withFlags(PLAIN_STYLE, STYLE.dim);

export const styledLines: LineMaker<HistoryLine> = {
  drawn: (rows, at, marks, addressOf) => ({ row: wholeCells(rows, addressOf), at, marks }),
  said: (text, at) => ({ row: [{ ...OWN_WORDS, text, width: 1 }], at, marks: '' }),
  isBlank: ({ row }) => row.length === 0,
};

function wholeCells(rows: readonly IBufferLine[], addressOf: AddressOf): ScreenRow {
  const runs = rows.flatMap((row, index) => lineRuns(row, endOf(row, rows[index + 1]), addressOf));
  return screenRow(runs);
}

/** The cells of a wrapped row, without the one that a wide character has left empty at the edge; null: up to its last text. */
function endOf(row: IBufferLine, next: IBufferLine | undefined): number | null {
  if (next === undefined) return null;
  const edge = row.getCell(row.length - 1);
  const isEmpty = edge?.getChars() === '' && edge.getWidth() === 1;
  return isEmpty && next.getCell(0)?.getWidth() === 2 ? row.length - 1 : row.length;
}

function wholeRow(row: IBufferLine, next: IBufferLine | undefined): string {
  const end = endOf(row, next);
  return end === null ? row.translateToString(true) : row.translateToString(false, 0, end);
}
