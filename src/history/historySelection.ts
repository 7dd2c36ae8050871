// What is selected in a history: which characters of each row, and the text of them.

import { rowText } from '../cells/podScreen';
import { type History, wholeText } from './history';
import {
  cellOf,
  characterAt,
  characters,
  type HistoryLayout,
  type HistoryPlace,
  type HistoryRow,
  partOfRow,
} from './historyLayout';
import type { HistoryCopying } from './historyView';

function ends({ cursor, anchor }: HistoryCopying): readonly [HistoryPlace, HistoryPlace] {
  if (anchor === null) return [cursor, cursor];
  const isBefore = anchor.line < cursor.line || (anchor.line === cursor.line && anchor.character <= cursor.character);
  return isBefore ? [anchor, cursor] : [cursor, anchor];
}

/** The characters of its line that are selected in that row; null: none. `to` is exclusive. */
export function selectedIn(
  copying: HistoryCopying,
  layout: HistoryLayout,
  row: HistoryRow,
): { readonly from: number; readonly to: number } | null {
  if (copying.anchor === null) return null;
  const [first, last] = ends(copying);
  if (row.line < first.line || row.line > last.line) return null;
  if (copying.shape === 'lines') return row;
  if (copying.shape === 'block') return blockIn(copying, layout, row);
  const from = row.line === first.line ? Math.max(row.from, first.character) : row.from;
  const to = row.line === last.line ? Math.min(row.to, last.character + 1) : row.to;
  return from < to || (row.from === row.to && row.line !== last.line) ? { from, to } : null;
}

function blockIn(copying: HistoryCopying, layout: HistoryLayout, row: HistoryRow): ReturnType<typeof selectedIn> {
  const places = [copying.cursor, copying.anchor ?? copying.cursor];
  const rows = places.map((place) => layout.rowOf(place));
  const index = layout.rowOf({ line: row.line, character: row.from });
  if (index < Math.min(...rows) || index > Math.max(...rows)) return null;
  const columns = places.map((place, at) => {
    const own = layout.row(rows[at] ?? 0);
    return cellOf(layout.cells(own), place.character - own.from);
  });
  const cells = layout.cells(row);
  const from = row.from + characterAt(cells, Math.min(...columns));
  const to = row.from + characterAt(cells, Math.max(...columns)) + 1;
  return { from: Math.min(from, row.to), to: Math.min(to, row.to) };
}

/** Lines as they were printed: one that the screen has wrapped is one. Untrusted. */
export function selectedText(copying: HistoryCopying, layout: HistoryLayout): string {
  const [first, last] = ends(copying);
  const { lines } = layout.history;
  if (copying.shape === 'block' && copying.anchor !== null) return blockText(copying, layout);
  const isWhole = copying.shape === 'lines' || copying.anchor === null;
  return lines
    .slice(first.line, last.line + 1)
    .map((line, index) => {
      const isWithin = index > 0 && first.line + index < last.line;
      if (isWhole || isWithin) return wholeText(line).trimEnd();
      const from = index === 0 ? first.character : 0;
      const to = first.line + index === last.line ? last.character + 1 : characters(line);
      return rowText(partOfRow(line.row, from, to)).trimEnd();
    })
    .join('\n');
}

function blockText(copying: HistoryCopying, layout: HistoryLayout): string {
  const rows = [copying.cursor, copying.anchor ?? copying.cursor].map((place) => layout.rowOf(place));
  return layout
    .rows(Math.min(...rows), Math.max(...rows) - Math.min(...rows) + 1)
    .map((row) => {
      const part = selectedIn(copying, layout, row);
      return part === null ? '' : rowText(layout.cells({ ...row, ...part })).trimEnd();
    })
    .join('\n');
}

/** The output of the last command that has put out something; null: no shell says which it is. */
export function lastOutput({ lines }: History): string | null {
  for (let begin = lines.length - 1; begin >= 0; begin--) {
    if (!lines[begin]?.marks.includes('C')) continue;
    const behind = lines.findIndex((line, index) => index > begin && /[AD]/.test(line.marks));
    const own = lines[begin]?.marks ?? '';
    // It has ended in the line that it began in: nothing was put out.
    const isEmpty = own.lastIndexOf('D') > own.lastIndexOf('C');
    const output = isEmpty ? [] : lines.slice(begin, behind < 0 ? lines.length : behind);
    const text = output
      .map((line) => wholeText(line).trimEnd())
      .join('\n')
      .trimEnd();
    if (text !== '') return text;
  }
  return null;
}

/** All of it, for a pager or an editor. */
export function historyText({ lines }: History): string {
  return lines.map((line) => `${wholeText(line).trimEnd()}\n`).join('');
}
