// What the lines of a recording are made of, and what they can be made into.
import type { IBufferLine } from '@xterm/headless';
import type { AddressOf } from '../pod/terminal/screenRows';

/** What is known of a line besides its rows. */
export interface SaidOfLine {
  /** When it was printed, Unix ms. */
  readonly at: number;
  readonly marks: string;
  readonly addressOf: AddressOf;
  /** The row that it goes on with; missing: that was all of it. */
  readonly next?: IBufferLine | undefined;
}

/** What becomes of a line. */
export interface LineMaker<Line> {
  /** One line of the terminal's rows; all but the last one are wrapped. `at`: when it was printed, Unix ms. */
  drawn(rows: readonly IBufferLine[], said: SaidOfLine): Line;
  /** Parts of one line. */
  joined(parts: readonly Line[]): Line;
  /** Without its first cells. */
  behind(line: Line, cells: number): Line;
  /** A sentence of ours among them. */
  said(text: string, at: number): Line;
  isBlank(line: Line): boolean;
}
