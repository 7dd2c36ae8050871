// What the lines of a recording are made into: plain text, or lines of a history with their styles.
import type { IBufferLine } from '@xterm/headless';
import { codePointWidth } from '../cells/codePointWidth';
import { rowText, type ScreenRow } from '../cells/podScreen';
import { PLAIN_STYLE, STYLE, withFlags } from '../cells/textStyle';
import { type HistoryLine, wholeText } from '../history/history';
import { characterAt, partOfRow } from '../history/historyLayout';
import { lineRuns } from '../pod/terminal/screenRows';
import { screenRow } from '../streams/screenRow';
import type { LineMaker, SaidOfLine } from './lineMaker';

/** Untrusted text. */
export const plainLines: LineMaker<string> = {
  drawn: (rows, { next }) => rows.map((row, index) => wholeRow(row, rows[index + 1] ?? next)).join(''),
  joined: (parts) => parts.join(''),
  behind: (line, cells) => rowText(behindCells(cellsOf(line), cells)),
  said: (text) => text,
  isBlank: (line) => line === '',
};

/** One cell each, nothing more to it. */
const PLAIN = /^[\x20-\x7e]*$/;
const OWN_WORDS = withFlags(PLAIN_STYLE, STYLE.dim);

export const styledLines: LineMaker<HistoryLine> = {
  drawn: (rows, said) => {
    const row = wholeCells(rows, said);
    const line = { row, at: said.at, marks: said.marks };
    const text = rowText(row);
    if (PLAIN.test(text)) return line;
    const whole = plainLines.drawn(rows, said);
    return whole.trimEnd() === text.trimEnd() ? line : { ...line, whole };
  },
  joined: (parts) => ({
    row: parts.flatMap(({ row }) => row),
    at: parts[0]?.at ?? 0,
    marks: parts.map(({ marks }) => marks).join(''),
    ...(parts.some(({ whole }) => whole !== undefined) && { whole: parts.map(wholeText).join('') }),
  }),
  behind: ({ row, at, marks }, cells) => ({ row: behindCells(row, cells), at, marks }),
  said: (text, at) => ({ row: [{ ...OWN_WORDS, text, width: 1 }], at, marks: '' }),
  isBlank: ({ row }) => row.length === 0,
};

function behindCells(row: ScreenRow, cells: number): ScreenRow {
  return partOfRow(row, characterAt(row, cells), Number.POSITIVE_INFINITY);
}

function cellsOf(text: string): ScreenRow {
  return [...text].map((character) => {
    return { ...PLAIN_STYLE, text: character, width: codePointWidth(character.codePointAt(0) ?? 0) === 2 ? 2 : 1 };
  });
}

function wholeCells(rows: readonly IBufferLine[], { addressOf, next }: SaidOfLine): ScreenRow {
  const runs = rows.flatMap((row, index) => lineRuns(row, endOf(row, rows[index + 1] ?? next), addressOf));
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
