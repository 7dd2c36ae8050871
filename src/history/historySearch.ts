// Where a text stands in a history: all of its places, known once for each text.
import { type History, lineText } from './history';
import type { HistoryPlace } from './historyLayout';

/** `to` is exclusive. */
export interface HistoryMatch {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** More are not counted. */
const MAX_MATCHES = 100_000;

const known = new WeakMap<History, { readonly query: string; readonly matches: readonly HistoryMatch[] }>();

/** In their order. Without capitals in it the text is found in any case. */
export function findInHistory(history: History, query: string): readonly HistoryMatch[] {
  const last = known.get(history);
  if (last?.query === query) return last.matches;
  const matches = query === '' ? [] : matchesOf(history, query.normalize('NFC'));
  known.set(history, { query, matches });
  return matches;
}

function matchesOf(history: History, query: string): readonly HistoryMatch[] {
  const isExact = query !== query.toLowerCase();
  const expression = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), isExact ? 'gu' : 'giu');
  const matches: HistoryMatch[] = [];
  for (const [line, own] of history.lines.entries()) {
    const text = lineText(own);
    for (const { index, 0: found } of text.matchAll(expression)) {
      const from = [...text.slice(0, index)].length;
      matches.push({ line, from, to: from + [...found].length });
      if (matches.length >= MAX_MATCHES) return matches;
    }
  }
  return matches;
}

/** The first one at or behind the place, or before it; round the ends. Null: there is none. */
export function matchFrom(
  matches: readonly HistoryMatch[],
  { line, character }: HistoryPlace,
  by: 1 | -1,
): HistoryMatch | null {
  const isBehind = (match: HistoryMatch) => match.line > line || (match.line === line && match.from >= character);
  if (by === 1) return matches.find(isBehind) ?? matches[0] ?? null;
  const next = matches.findIndex(isBehind);
  return (next < 0 ? matches.at(-1) : matches.at(next - 1)) ?? null;
}

/** The next one in that direction. */
export function matchBeside(
  matches: readonly HistoryMatch[],
  { line, from }: HistoryMatch,
  by: 1 | -1,
): HistoryMatch | null {
  return matchFrom(matches, { line, character: by === 1 ? from + 1 : from }, by);
}
