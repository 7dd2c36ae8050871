// A place in wrapped text by its letters, which are the same at every width.
import type { ScreenRow } from '../cells/podScreen';

const LETTERS = /[\p{L}\p{N}]/gu;

function lettersIn(row: ScreenRow): number {
  return row.reduce((sum, { text }) => sum + (text.match(LETTERS)?.length ?? 0), 0);
}

/** How many letters and digits stand above the row: a place that stays when rows are wrapped otherwise. */
export function lettersBefore(rows: readonly ScreenRow[], row: number): number {
  return rows.slice(0, row).reduce((sum, each) => sum + lettersIn(each), 0);
}

/** The row in which the letter stands that so many come before. */
export function rowAtLetter(rows: readonly ScreenRow[], letters: number): number {
  let before = 0;
  for (const [at, row] of rows.entries()) {
    before += lettersIn(row);
    if (before > letters) return at;
  }
  return Math.max(0, rows.length - 1);
}
