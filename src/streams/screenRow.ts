// A row of a screen as it comes over the wire, in the model's words.
import type { ScreenRow, ScreenRun } from '../cells/podScreen';
import { safeLink } from '../cells/safeLink';
import type { WireRun } from '../protocol/screenUpdate';

/** The same runs by name; an address that is none stays text alone. */
export function screenRow(runs: readonly WireRun[]): ScreenRow {
  return runs.map(([text, fg, bg, flags, width, address]): ScreenRun => {
    const link = address === undefined ? null : safeLink(address);
    return link === null ? { text, fg, bg, flags, width } : { text, fg, bg, flags, width, link };
  });
}
