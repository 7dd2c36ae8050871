// What stands in the rows of a terminal, as plain text, and where it stood before.

import type { IBuffer, IBufferLine, Terminal } from '@xterm/headless';
import { isWrapped } from '../pod/terminal/resizeTerminal';

/** Of the rows of the normal screen, from its top. */
export function screenTexts(terminal: Terminal): readonly string[] {
  const { normal } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, y) => textOf(normal.getLine(normal.baseY + y)));
}

/** With the rows that its line goes on in, blank ones too; -1: nothing stands anywhere. */
export function lastShownRow(buffer: IBuffer): number {
  let last = buffer.length - 1;
  while (last >= 0 && textOf(buffer.getLine(last)) === '') last -= 1;
  while (last >= 0 && isWrapped(buffer, last + 1)) last += 1;
  return last;
}

export function cursorRow(buffer: IBuffer): number {
  return buffer.baseY + buffer.cursorY;
}

/** How many of the first rows `now` stand together in `before`. */
export function overlap(before: readonly string[], now: readonly string[]): number {
  const lengths = before.map((_, from) => {
    const end = now.findIndex((text, index) => text === '' || before[from + index] !== text);
    return end < 0 ? now.length : end;
  });
  return Math.max(0, ...lengths);
}

function textOf(row: IBufferLine | undefined): string {
  return row?.translateToString(true) ?? '';
}
