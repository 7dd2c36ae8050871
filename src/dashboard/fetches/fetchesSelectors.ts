// The row that says what is fetched, as long as that goes on.
import { displayText } from '../../cells/displayText';
import type { Fetches } from './fetchesState';

/** Null: nothing is. */
export function fetchesText({ all }: Fetches): string | null {
  const [oldest] = all;
  if (oldest === undefined) return null;
  const more = all.length === 1 ? '' : ` (+${all.length - 1} more)`;
  return `npx fetches ${displayText(oldest.wanted)}: ${oldest.seconds} s, it can take minutes${more}`;
}
