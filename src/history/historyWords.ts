// The words of a line: what a key jumps to, and what two clicks select.
import { lineText } from './history';
import type { HistoryPlace } from './historyLayout';
import type { HistoryScreen } from './historyView';

export interface Word {
  readonly from: number;
  readonly to: number;
}

/** In their order; characters as in `HistoryPlace`. */
export function wordsOf({ layout }: HistoryScreen, line: number): readonly Word[] {
  const own = layout.history.lines[line];
  if (own === undefined) return [];
  const text = lineText(own);
  // Read where it is used: an attach whose history nobody opens does without.
  const words = text.matchAll(/[\p{L}\p{N}_./~@:%+-]+|[^\p{L}\p{N}_./~@:%+\s-]+/gu);
  return [...words].map(({ index, 0: word }) => {
    const from = [...text.slice(0, index)].length;
    return { from, to: from + [...word].length };
  });
}

/** Where the next word begins, or the one before; the cursor itself where there is none. */
export function wordBeside(cursor: HistoryPlace, screen: HistoryScreen, by: 1 | -1): HistoryPlace {
  const { lines } = screen.layout.history;
  for (let { line } = cursor; line >= 0 && line < lines.length; line += by) {
    const words = wordsOf(screen, line);
    const isBeyond = ({ from }: Word) =>
      line !== cursor.line || (by === 1 ? from > cursor.character : from < cursor.character);
    const word = by === 1 ? words.find(isBeyond) : words.findLast(isBeyond);
    if (word !== undefined) return { line, character: word.from };
  }
  return cursor;
}
