// A row of a screen as it comes over the wire, in the model's words.
import type { ScreenRow } from '../cells/podScreen';
import type { WireRun } from '../protocol/screenUpdate';

/** The same runs by name. */
export function screenRow(runs: readonly WireRun[]): ScreenRow {
  return runs.map(([text, fg, bg, flags, width]) => ({ text, fg, bg, flags, width }));
}
