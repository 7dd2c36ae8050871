// Whether a `screen` event is one, told without its schema: hundreds may come a second.
import type { ScreenUpdate } from './screenUpdate';

/** False: only the schema can tell, or say what is wrong. */
export function isScreenUpdate(data: unknown): data is ScreenUpdate {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const { cols, rows, cursor, title, output_bytes, full, scrolled, lines }: Partial<Record<string, unknown>> = data;
  return (
    isIn(cols, 1, 1000) &&
    isIn(rows, 1, 1000) &&
    (cursor === null || (Array.isArray(cursor) && cursor.length === 2 && cursor.every(isNumber))) &&
    (title === null || typeof title === 'string') &&
    isNumber(output_bytes) &&
    typeof full === 'boolean' &&
    (scrolled === undefined || isIn(scrolled, 0, 1000)) &&
    Array.isArray(lines) &&
    lines.every(isLine)
  );
}

function isLine(line: unknown): boolean {
  if (!Array.isArray(line) || line.length !== 2) return false;
  const runs: unknown = line[1];
  return isIn(line[0], 0, Number.MAX_SAFE_INTEGER) && Array.isArray(runs) && runs.every(isRun);
}

function isRun(run: unknown): boolean {
  if (!Array.isArray(run) || run.length < 5 || run.length > 6) return false;
  const [text, fg, bg, flags, width, link = ''] = run;
  if (typeof text !== 'string' || !isNumber(fg) || !isNumber(bg) || !isNumber(flags)) return false;
  return (width === 1 || width === 2) && typeof link === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isIn(value: unknown, least: number, most: number): boolean {
  return isNumber(value) && Number.isInteger(value) && value >= least && value <= most;
}
