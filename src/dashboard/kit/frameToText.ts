// A frame as plain text: for output without a terminal, and for whoever wants to read a screen.
import type { ScreenRow } from '../../cells/podScreen';
import { safeCharacter } from '../../cells/safeCharacter';
import type { Frame, Placement } from './frame';

/** The right half of a wide character. */
const TAIL = '';

/** One line a row, without styles; blanks at the right are cut. Clips and overlays as a painter does. */
export function frameToText(frame: Frame): string {
  const cells = Array.from({ length: frame.rows }, () => new Array<string>(frame.cols).fill(' '));
  for (const placement of frame.placements) paint(cells, placement);
  return cells.map((row) => row.join('').trimEnd()).join('\n');
}

function paint(cells: readonly string[][], { rect, lines }: Placement): void {
  for (let y = 0; y < rect.height; y += 1) {
    const row = cells[rect.y + y];
    if (row !== undefined) paintRow(row, rect.x, rect.width, lines[y] ?? []);
  }
}

/** A wide character of which only one half is left is blanked. */
function paintRow(row: string[], start: number, width: number, line: ScreenRow): void {
  const end = Math.min(start + width, row.length);
  if (row[start] === TAIL) row[start - 1] = ' ';
  if (row[end] === TAIL) row[end] = ' ';
  row.fill(' ', start, end);
  let x = start;
  for (const run of line) {
    for (const char of run.text) {
      if (x + run.width > end) return;
      row[x] = safeCharacter(char, run.width);
      if (run.width === 2) row[x + 1] = TAIL;
      x += run.width;
    }
  }
}
