// Which columns of a line of cells differ from what the terminal shows: only they are looked at when it is drawn.
import type { Line } from 'blessed/lib/widgets/screen';

/** From, and behind the last one. */
export type Columns = readonly [from: number, to: number];

/** More parts of a line than this are one. */
const MOST_PARTS = 16;

const touched = new WeakMap<Line, Columns[]>();

/** The line is dirty, there among others. */
export function touchColumns(line: Line, from: number, to: number): void {
  const parts = touched.get(line);
  if (!line.dirty) touched.set(line, [[from, to]]);
  // A line that blessed has made dirty may be so anywhere.
  else if (parts !== undefined)
    touched.set(line, parts.length < MOST_PARTS ? [...parts, [from, to]] : [hull([...parts, [from, to]])]);
  line.dirty = true;
}

/** Of a dirty line, which is drawn now and clean then: from left to right, none within another. */
export function takeTouched(line: Line): readonly Columns[] {
  const parts = touched.get(line);
  touched.delete(line);
  line.dirty = false;
  if (parts === undefined) return [[0, line.length]];
  if (parts.length === 1) return parts;
  const joined: Columns[] = [];
  for (const part of parts.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && part[0] <= last[1]) joined[joined.length - 1] = hull([last, part]);
    else joined.push(part);
  }
  return joined;
}

function hull(parts: readonly Columns[]): Columns {
  return [Math.min(...parts.map(([from]) => from)), Math.max(...parts.map(([, to]) => to))];
}
