// Which columns of a line of cells differ from what the terminal shows: only they are looked at when it is drawn.
import type { Line } from 'blessed/lib/widgets/screen';

interface Columns {
  readonly from: number;
  /** Behind the last one. */
  readonly to: number;
}

const touched = new WeakMap<Line, Columns>();

/** The line is dirty, there among others. */
export function touchColumns(line: Line, from: number, to: number): void {
  const before = line.dirty ? touched.get(line) : { from, to };
  // A line that blessed has made dirty may be so anywhere.
  const all = before ?? { from: 0, to: line.length };
  touched.set(line, { from: Math.min(from, all.from), to: Math.max(to, all.to) });
  line.dirty = true;
}

/** Of a dirty line, which is drawn now and clean then. */
export function takeTouched(line: Line): Columns {
  const columns = touched.get(line) ?? { from: 0, to: line.length };
  touched.delete(line);
  line.dirty = false;
  return columns;
}
