// The size that a Pod begins with, before anybody has attached to it.
import type { TtyOutput } from '../terminal/takeTerminal';

/** That of the terminal at hand; at least usable where that is tiny, or says none. */
export function startSize({ columns, rows }: TtyOutput): { readonly cols: number; readonly rows: number } {
  return { cols: Math.max(columns || 80, 40), rows: Math.max(rows || 24, 10) };
}
