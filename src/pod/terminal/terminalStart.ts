// The program of a terminal Pod as it is started: what runs where, as whom, and how large its terminal is.
import type { Starter } from '../../protocol/podOrder';
import type { ViewSize } from '../../protocol/terminalFrame';

export interface TerminalStart {
  /** Absolute path of the program, and its arguments. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whose umask and limits it gets; missing: ours. */
  readonly starter: Starter | undefined;
  readonly size: ViewSize;
  /** Shown above the program's first output. */
  readonly preface: Buffer | null;
}
