// Where a line that a search over everything has found stands in a history.
import { type History, lineText } from './history';
import { findInHistory, type HistoryMatch } from './historySearch';

/** What such a search knows of it. */
export interface HistoryHit {
  /** When it was printed, Unix ms; 0 = unknown. */
  readonly at: number;
  /** Of a long line what stands around the text; untrusted. */
  readonly line: string;
  /** Where the text begins in it, UTF-16 units. */
  readonly column: number;
  /** The text that was sought. */
  readonly query: string;
}

/** Null: nothing in the history is that line: it was overwritten, or never stood among what scrolls by. */
export function matchOfHit(history: History, hit: HistoryHit): HistoryMatch | null {
  const lead = hit.line.length - hit.line.trimStart().length;
  const text = asShown(hit.line.trim());
  let best: HistoryMatch | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const match of findInHistory(history, hit.query)) {
    const own = history.lines[match.line];
    if (own === undefined) continue;
    const shown = asShown(lineText(own));
    const begin = shown.indexOf(text);
    if (begin < 0) continue;
    const at = [...shown.slice(0, begin + Math.max(0, hit.column - lead))].length;
    // The same words may have been printed again and again: time tells which, then the place in the line.
    const apart = Math.abs(own.at - hit.at) * 1000 + Math.min(999, Math.abs(match.from - at));
    if (apart > least) continue;
    best = match;
    least = apart;
  }
  return best;
}

/** A history has one character a cell: marks that are none of their own, and joined emoji, are not in it. */
function asShown(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFC').replace(/\p{M}|\u200d/gu, '');
}
