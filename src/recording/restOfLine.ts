// Where the rest of a line begins once its rows have flowed to another width, measured from its end.
import type { IBuffer } from '@xterm/headless';
import { isWrapped, rowCells } from '../pod/terminal/resizeTerminal';

/** Cells from that row on to the last text of its line. */
export function restOfLine(buffer: IBuffer, row: number): number {
  let cells = 0;
  for (let y = row; y < buffer.length; y++) {
    if (!isWrapped(buffer, y + 1)) return cells + lastCells(buffer, y);
    cells += rowCells(buffer, y, buffer.getNullCell());
  }
  return cells;
}

/** The row of the line that ends above `end` in which its last `cells` cells begin, and how many stand before them there. */
export function rowOfRest(
  buffer: IBuffer,
  end: number,
  cells: number,
): { readonly row: number; readonly skipped: number } {
  let row = end - 1;
  let left = cells - lastCells(buffer, row);
  while (left > 0 && row > 0 && isWrapped(buffer, row)) left -= rowCells(buffer, --row, buffer.getNullCell());
  return { row: Math.max(0, row), skipped: Math.max(0, -left) };
}

function lastCells(buffer: IBuffer, row: number): number {
  const line = buffer.getLine(row);
  const cell = buffer.getNullCell();
  let cells = line?.length ?? 0;
  while (cells > 0 && line?.getCell(cells - 1, cell)?.getChars() === '' && cell.getWidth() !== 0) cells -= 1;
  return cells;
}
