// The size of the user's terminal, within the bounds of a Pod's.
import type { TerminalSize } from '../cells/terminalSize';
import type { TtyOutput } from '../terminal/takeTerminal';

/** Some pseudo-terminals say 0×0. */
export function sizeOf(output: TtyOutput): TerminalSize {
  const within = (size: number, fallback: number) => Math.min(1000, size >= 1 ? size : fallback);
  return { cols: within(output.columns, 80), rows: within(output.rows, 24) };
}
