// Where two rows differ, as columns: a line that has scrolled by is mostly like the one that stood there before.
import type { ScreenRow, ScreenRun } from '../../cells/podScreen';
import type { Columns } from './touchedColumns';

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/**
 * The columns (of the rows, from 0) outside of which both show the same in `width` columns; more of them than need be, where
 * telling would take longer than drawing. Empty: they are the same.
 */
export function changedColumns(left: ScreenRow, right: ScreenRow, width: number): Columns {
  let at = 0;
  let from = 0;
  for (; at < left.length && at < right.length; at++) {
    const one = left[at];
    const other = right[at];
    if (one === undefined || other === undefined || !sameRun(one, other)) break;
    from += cellsOf(one);
    if (from >= width) return [0, 0];
  }
  if (at === left.length && at === right.length) return [0, 0];
  const one = left[at];
  const other = right[at];
  if (one === undefined || other === undefined || !sameStyle(one, other) || one.width === 2) return [from, width];
  const begin = samePrefix(one.text, other.text);
  // What follows stands in the same columns only where nothing is longer, and where a unit is a cell.
  const isAligned = one.text.length === other.text.length && left.length === right.length;
  if (!isAligned || !sameRuns(left, right, at + 1) || begin.hasPairs) return [from + begin.length, width];
  const end = sameSuffix(one.text, other.text);
  if (end.hasPairs) return [from + begin.length, width];
  return [from + begin.length, Math.min(width, from + one.text.length - end.length)];
}

function sameRuns(left: ScreenRow, right: ScreenRow, from: number): boolean {
  for (let at = from; at < left.length; at++) {
    const one = left[at];
    const other = right[at];
    if (one === undefined || other === undefined || !sameRun(one, other)) return false;
  }
  return true;
}

function sameRun(one: ScreenRun, other: ScreenRun): boolean {
  return one === other || (one.text === other.text && sameStyle(one, other));
}

function sameStyle(one: ScreenRun, other: ScreenRun): boolean {
  return (
    one.fg === other.fg &&
    one.bg === other.bg &&
    one.flags === other.flags &&
    one.width === other.width &&
    one.link === other.link
  );
}

function cellsOf({ text, width }: ScreenRun): number {
  let cells = 0;
  for (let at = 0; at < text.length; at++) {
    // The second half of a pair begins no cell.
    if (isPaired(text.charCodeAt(at)) && (text.codePointAt(at) ?? 0) > 0xffff) at++;
    cells += width;
  }
  return cells;
}

const isPaired = (code: number): boolean => code >= FIRST_SURROGATE && code <= LAST_SURROGATE;

/** `hasPairs`: it ends where a character of two units stands. */
interface Same {
  readonly length: number;
  readonly hasPairs: boolean;
}

function samePrefix(one: string, other: string): Same {
  const most = Math.min(one.length, other.length);
  for (let length = 0; length < most; length++) {
    const code = one.charCodeAt(length);
    if (isPaired(code)) return { length, hasPairs: true };
    if (code !== other.charCodeAt(length)) return { length, hasPairs: isPaired(other.charCodeAt(length)) };
  }
  return { length: most, hasPairs: false };
}

function sameSuffix(one: string, other: string): Same {
  const most = one.length;
  for (let length = 0; length < most; length++) {
    const code = one.charCodeAt(most - 1 - length);
    if (isPaired(code)) return { length, hasPairs: true };
    if (code !== other.charCodeAt(most - 1 - length)) return { length, hasPairs: anyPair(one, other) };
  }
  return { length: most, hasPairs: false };
}

function anyPair(one: string, other: string): boolean {
  for (let at = 0; at < one.length; at++) {
    if (isPaired(one.charCodeAt(at)) || isPaired(other.charCodeAt(at))) return true;
  }
  return false;
}
