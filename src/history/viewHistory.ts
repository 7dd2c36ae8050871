// The rows of a history that are on the screen, with what is found and selected in them marked.
import { rowWidth, type ScreenRow } from '../cells/podScreen';
import { restyledCells } from '../cells/restyledCells';
import { STYLE } from '../cells/textStyle';
import { cellOf, type HistoryRow } from './historyLayout';
import { findInHistory, type HistoryMatch } from './historySearch';
import { selectedIn } from './historySelection';
import { AT_FLAGS, FOUND_FLAGS, type HistoryScreen, type HistoryView, topRow } from './historyView';

export interface ShownHistory {
  readonly rows: readonly ScreenRow[];
  /** Where the cursor of copy mode stands, cells from the top left; null: nowhere. */
  readonly cursor: { readonly x: number; readonly y: number } | null;
  /** First and last row shown, from 1, of how many. */
  readonly first: number;
  readonly last: number;
  readonly total: number;
  /** Which match of how many is at hand; null: nothing is sought. */
  readonly matches: { readonly at: number; readonly count: number } | null;
}

export function viewHistory(view: HistoryView, screen: HistoryScreen): ShownHistory {
  const { layout, height } = screen;
  const top = topRow(view, screen);
  const shown = layout.rows(top, height);
  const matches = view.search === null ? [] : findInHistory(layout.history, view.search.query);
  const ofLines = matchesOfLines(matches, shown);
  const rows = shown.map((row) => {
    const found = (ofLines.get(row.line) ?? []).reduce(
      (cells, match) => marked(cells, row, match, isSame(match, view.search?.at) ? AT_FLAGS : FOUND_FLAGS),
      layout.cells(row),
    );
    const selected = view.copying === null ? null : selectedIn(view.copying, layout, row);
    return selected === null ? found : marked(filled(found), row, selected, STYLE.inverse);
  });
  return {
    rows,
    cursor: cursorOf(view, screen, top),
    first: shown.length === 0 ? 0 : top + 1,
    last: top + shown.length,
    total: layout.rowCount,
    matches:
      view.search === null
        ? null
        : { at: matches.findIndex((match) => isSame(match, view.search?.at)) + 1, count: matches.length },
  };
}

/** An empty line is seen to be selected, too. */
function filled(row: ScreenRow): ScreenRow {
  return row.length > 0 ? row : [{ text: ' ', fg: -1, bg: -1, flags: STYLE.inverse, width: 1 }];
}

function marked(
  cells: ScreenRow,
  { from: start }: HistoryRow,
  { from, to }: { readonly from: number; readonly to: number },
  flags: number,
): ScreenRow {
  return to <= start ? cells : restyledCells(cells, Math.max(0, from - start), to - start, flags);
}

/** Of all of them only those that are on the screen: they are in order. */
function matchesOfLines(
  matches: readonly HistoryMatch[],
  shown: readonly HistoryRow[],
): ReadonlyMap<number, readonly HistoryMatch[]> {
  const [first] = shown;
  const last = shown.at(-1);
  const found = new Map<number, HistoryMatch[]>();
  if (first === undefined || last === undefined) return found;
  for (const match of matches) {
    if (match.line < first.line) continue;
    if (match.line > last.line) break;
    const own = found.get(match.line) ?? [];
    own.push(match);
    found.set(match.line, own);
  }
  return found;
}

function isSame(a: HistoryMatch, b: HistoryMatch | null | undefined): boolean {
  return b !== null && b !== undefined && a.line === b.line && a.from === b.from;
}

function cursorOf({ copying }: HistoryView, { layout, height }: HistoryScreen, top: number): ShownHistory['cursor'] {
  if (copying === null || layout.rowCount === 0) return null;
  const index = layout.rowOf(copying.cursor);
  const y = index - top;
  if (y < 0 || y >= height) return null;
  const row = layout.row(index);
  const cells = layout.cells(row);
  const x = cellOf(cells, copying.cursor.character - row.from);
  return { x: Math.min(x, Math.max(0, layout.cols - 1), Math.max(0, rowWidth(cells))), y };
}
