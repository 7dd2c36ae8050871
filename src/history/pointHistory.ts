// A button of the mouse on the rows of a history: a selection of characters, words, lines, or a block.
import { characterAt } from './historyLayout';
import { type HistoryScreen, type HistoryView, type PointAct, topRow, withTop } from './historyView';
import { wordsOf } from './historyWords';

/** Cells from the top left; what lies beyond the rows counts as their nearest one. */
export function pointHistory(
  view: HistoryView,
  screen: HistoryScreen,
  { kind, x, y, isBlock = false }: PointAct,
): HistoryView {
  const { layout, height } = screen;
  if (layout.rowCount === 0) return view;
  const top = topRow(view, screen);
  const within = Math.min(height - 1, Math.max(0, y));
  const row = layout.row(Math.min(layout.rowCount - 1, top + within));
  const character = Math.min(row.from + characterAt(layout.cells(row), x), Math.max(row.from, row.to - 1));
  const place = { line: row.line, character };
  if (kind === 'whole') return { ...view, copying: { cursor: place, anchor: place, shape: 'lines' } };
  if (kind === 'word') {
    const word = wordsOf(screen, row.line).find(({ from, to }) => from <= character && character < to);
    if (word === undefined) return view;
    const [anchor, cursor] = [word.from, word.to - 1].map((at) => ({ line: row.line, character: at }));
    return anchor && cursor ? { ...view, copying: { anchor, cursor, shape: 'characters' } } : view;
  }
  if (kind === 'press') return { ...view, copying: { cursor: place, anchor: null, shape: 'characters' } };
  const { copying } = view;
  if (copying === null) return view;
  const shape = isBlock ? 'block' : copying.shape === 'block' ? 'characters' : copying.shape;
  const anchor = copying.anchor ?? copying.cursor;
  const dragged: HistoryView = { ...view, copying: { shape, anchor, cursor: place } };
  // Beyond the edges the text goes on under the button.
  if (y < 0) return withTop(dragged, screen, top - 1);
  return y >= height ? withTop(dragged, screen, top + 1) : dragged;
}
