// A part of a row in another style: for what was found, and for what is selected.
import type { ScreenRow, ScreenRun } from './podScreen';

/** The characters from `from` up to `to` (exclusive), counted as code points of the row's text, with `flags` turned on. */
export function restyledCells(row: ScreenRow, from: number, to: number, flags: number): ScreenRow {
  let at = 0;
  return row.flatMap((run) => {
    const chars = [...run.text];
    const start = at;
    at += chars.length;
    if (at <= from || start >= to) return [run];
    const part = (first: number, last: number, more: number): ScreenRun[] => {
      const text = chars.slice(Math.max(0, first - start), Math.max(0, last - start)).join('');
      return text === '' ? [] : [{ ...run, text, flags: run.flags | more }];
    };
    return [...part(start, Math.max(start, from), 0), ...part(Math.max(start, from), to, flags), ...part(to, at, 0)];
  });
}
