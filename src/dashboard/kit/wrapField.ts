// The text of a field wrapped into rows; after an edit only what it has changed is wrapped anew.
import { cellClusters } from '../../cells/cellClusters';
import { isPlainCells } from '../../cells/isPlainCells';
import { extendsCluster } from './textField';

export interface WrappedField {
  readonly chars: readonly string[];
  /** Cells of a row. */
  readonly room: number;
  /** At least one. Reduced to one code point a cell group, safe for any terminal. */
  readonly rows: readonly string[];
  /** Index of each row's first character. */
  readonly starts: readonly number[];
}

/** Shorter texts are wrapped whole: there is nothing to be gained. */
const LONG = 4096;
/** Where a row ends may depend on the character behind it, and on all marks of that: rows before an edit that are wrapped anew. */
const ROWS_BEFORE = 2;

/** Of long texts, the one that was wrapped last. */
let last: WrappedField | null = null;

export function wrapField(chars: readonly string[], room: number): WrappedField {
  const isLong = chars.length >= LONG;
  const wrapped = isLong && last?.room === room ? rewrapped(last, chars) : wrapWhole(chars, room);
  last = isLong ? wrapped : null;
  return wrapped;
}

/** Cells from the left of the cluster in which the character stands, in the row that begins at `start`. */
export function cellsBefore(chars: readonly string[], start: number, index: number): number {
  let width = 0;
  for (let at = start; at < index; ) {
    const end = clusterEnd(chars, at);
    if (end > index) break;
    width += shownCluster(chars, at, end).width;
    at = end;
  }
  return width;
}

function wrapWhole(chars: readonly string[], room: number): WrappedField {
  const rows: string[] = [];
  const starts: number[] = [];
  for (let start = 0; start <= chars.length; ) {
    const newline = chars.indexOf('\n', start);
    const end = newline < 0 ? chars.length : newline;
    const line = chars.slice(start, end).join('');
    if (isPlainCells(line)) addPlain(rows, starts, line, start, room);
    else {
      for (let at: number | null = start; at !== null; ) {
        const row = nextRow(chars, at, room);
        rows.push(row.text);
        starts.push(at);
        at = row.isLast ? null : row.end;
      }
    }
    start = end + 1;
  }
  return { chars, room, rows, starts };
}

/** A line in which each character is a cell: a paste may be long. */
function addPlain(rows: string[], starts: number[], line: string, start: number, room: number): void {
  let from = 0;
  for (; line.length - from > room; from += room) {
    rows.push(line.slice(from, from + room));
    starts.push(start + from);
  }
  rows.push(line.slice(from));
  starts.push(start + from);
}

/** What is the same at both ends keeps its rows. */
function rewrapped(before: WrappedField, chars: readonly string[]): WrappedField {
  const { room } = before;
  const { same, behind } = commonEnds(before.chars, chars);
  const kept = Math.max(0, fieldRowAt(before.starts, same) - ROWS_BEFORE);
  const moved = chars.length - before.chars.length;
  const rows: string[] = [];
  const starts: number[] = [];
  let rest = before.starts.length;
  for (let at = before.starts[kept] ?? 0; ; ) {
    // The character before it is the same, too.
    const old = at > chars.length - behind ? fieldRowAt(before.starts, at - moved) : -1;
    if (
      old >= 0 &&
      before.starts[old] === at - moved &&
      isLineStart(before.chars, at - moved) === isLineStart(chars, at)
    ) {
      rest = old;
      break;
    }
    const row = nextRow(chars, at, room);
    rows.push(row.text);
    starts.push(at);
    if (row.isLast && row.end >= chars.length) break;
    at = row.isLast ? row.end + 1 : row.end;
  }
  return {
    chars,
    room,
    rows: [...before.rows.slice(0, kept), ...rows].concat(before.rows.slice(rest)),
    starts: [...before.starts.slice(0, kept), ...starts].concat(
      before.starts.slice(rest).map((start) => start + moved),
    ),
  };
}

/** How many characters are the same from the start, and of the others from the end. */
function commonEnds(
  before: readonly string[],
  now: readonly string[],
): { readonly same: number; readonly behind: number } {
  const most = Math.min(before.length, now.length);
  let same = 0;
  while (same < most && before[same] === now[same]) same += 1;
  let behind = 0;
  while (behind < most - same && before[before.length - 1 - behind] === now[now.length - 1 - behind]) behind += 1;
  return { same, behind };
}

/** The last row that begins at or before the character. */
export function fieldRowAt(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

const isLineStart = (chars: readonly string[], at: number): boolean => at === 0 || chars[at - 1] === '\n';

interface Row {
  readonly text: string;
  /** Of the next row of its line; of the last one the line break, or the end of all. */
  readonly end: number;
  readonly isLast: boolean;
}

function nextRow(chars: readonly string[], start: number, room: number): Row {
  let text = '';
  let width = 0;
  let at = start;
  while (at < chars.length && chars[at] !== '\n') {
    const end = clusterEnd(chars, at);
    const shown = shownCluster(chars, at, end);
    if (at > start && width + shown.width > room) return { text, end: at, isLast: false };
    text += shown.text;
    width += shown.width;
    at = end;
  }
  return { text, end: at, isLast: true };
}

function clusterEnd(chars: readonly string[], at: number): number {
  let end = at + 1;
  while (extendsCluster(chars, end)) end += 1;
  return end;
}

/** A mark that stands on nothing, in the field alone: it can be seen and deleted. */
const LONE_MARK = { text: '◌', width: 1 };

function shownCluster(
  chars: readonly string[],
  at: number,
  end: number,
): { readonly text: string; readonly width: number } {
  const text = end === at + 1 ? (chars[at] ?? '') : chars.slice(at, end).join('');
  // The common case, told without a walk.
  if (text.length === 1 && text >= ' ' && text <= '~') return { text, width: 1 };
  if (text === '\t') return { text: ' ', width: 1 };
  let shown = '';
  let width = 0;
  for (const cluster of cellClusters(text)) {
    shown += cluster.text;
    width += cluster.width;
  }
  return width === 0 ? LONE_MARK : { text: shown, width };
}
