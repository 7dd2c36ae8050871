// How copy mode shows: the selected rows, and where its cursor stands.

import type { ScreenRow } from '../../cells/podScreen';
import { rowWidth } from '../../cells/podScreen';
import { restyledCells } from '../../cells/restyledCells';
import { rowOf, span } from '../../cells/spans';
import { GUTTER } from '../../conversation/layoutBlock';
import type { Frame, Rect } from '../kit/frame';
import type { Theme } from '../kit/theme';
import type { ConversationScene } from './conversationAreas';
import { isSelectedRow } from './conversationCopy';
import { type Copying, shownOf } from './conversationView';

/** Selected rows inverted over their whole width, the cursor's at its left end. */
export function copyRow(
  row: ScreenRow,
  copying: Copying,
  place: { readonly index: number; readonly row: number },
  width: number,
  theme: Theme,
): ScreenRow {
  const { cursor } = copying;
  const isCursor = cursor.index === place.index && cursor.row === place.row;
  const isMarked = isSelectedRow(copying, place.index, place.row);
  if (!isCursor && !isMarked) return row;
  const blank = rowOf([span(' '.repeat(Math.max(0, width - rowWidth(row))), theme.text)], width);
  const cells = isMarked ? Number.POSITIVE_INFINITY : GUTTER;
  return restyledCells([...row, ...blank], 0, cells, theme.cursor.flags);
}

/** Where the cursor of copy mode stands on the screen. */
export function copyCursor({ view, conversation, layout }: ConversationScene, { x, y, height }: Rect): Frame['cursor'] {
  if (view.copying === null || conversation === null) return null;
  const { cursor } = view.copying;
  const rows = layout.rows(shownOf({ conversation }, view), view.top, height);
  const at = rows.findIndex(({ index, rowOfBlock }) => index === cursor.index && rowOfBlock === cursor.row);
  return at < 0 ? null : { x, y: y + at };
}
