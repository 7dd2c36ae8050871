// The size of a terminal, in cells.
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}
