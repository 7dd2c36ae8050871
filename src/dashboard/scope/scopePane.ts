// The row under the header while not everything may be shown: the search field, how much is hidden, and why.

import { textWidth } from '../../cells/cellWidth';
import { displayText } from '../../cells/displayText';
import { filledRow, span, splitRow } from '../../cells/spans';
import { describeFilter } from '../../podList/filterPods';
import { screenLayout } from '../frame/screenLayout';
import { fieldView } from '../kit/fieldView';
import { type Drawn, drawn, type Moment, NOTHING_DRAWN, placed } from '../loop/moment';
import { scopeCount } from './scopeSelectors';
import { scopeFilter } from './scopeState';

const LABEL = '/ ';
/** The field keeps at least so many cells. */
const FIELD_CELLS = 8;

/** The row, and where the terminal's cursor stands in it while it is typed in. */
export function scopePane(moment: Moment): Drawn {
  const { state } = moment;
  const { theme, scope } = state;
  const { scope: area } = screenLayout(state);
  if (area.height === 0) return NOTHING_DRAWN;
  const filter = scopeFilter(scope, state.cwd);
  const count = scopeCount(state);
  if (!scope.searching) {
    const text = displayText(describeFilter(count, filter));
    const row = placed(moment, 'scope', area, [theme, text], () => [
      filledRow([span(text, theme.strong)], area.width, theme.text),
    ]);
    return drawn([row]);
  }
  // What was typed stands in the field already.
  const text = describeFilter(count, { ...filter, search: '' });
  const room = Math.max(FIELD_CELLS, area.width - LABEL.length - textWidth(text) - 2);
  const { before, after } = fieldView(scope.search, room);
  const row = placed(moment, 'scope', area, [theme, before, after, text], () => [
    splitRow(
      [span(LABEL, theme.key), span(before + after, theme.text)],
      [span(text, theme.strong)],
      area.width,
      theme.text,
    ),
  ]);
  const x = Math.min(area.width - 1, area.x + LABEL.length + textWidth(before));
  return { placements: [row], cursor: { x, y: area.y } };
}
