// What the user is asked, in place of the bar: how many Pods, and which.

import { clipText, textWidth } from '../../cells/cellWidth';
import { displayName } from '../../cells/displayText';
import { filledRow, span } from '../../cells/spans';
import { rowWord } from '../../podList/entryName';
import { screenLayout } from '../frame/screenLayout';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import type { ConfirmOverlay } from './confirmState';

const VERBS: Readonly<Record<ConfirmOverlay['action'], string>> = {
  stop: 'Stop',
  restore: 'Restore',
  remove: 'Remove',
};
const KEYS = '? y/n';

/** One row over the footer. */
export function confirmPane(moment: Moment, overlay: ConfirmOverlay): Drawn {
  const { theme } = moment.state;
  const { footer } = screenLayout(moment.state);
  const text = confirmText(overlay, footer.width - 2);
  const row = placed(moment, 'confirm', footer, [theme, text], () => [
    filledRow([span(` ${text} `, theme.selected)], footer.width, theme.text),
  ]);
  return drawn([row]);
}

/** In `cells` cells, the keys always among them: `Remove 2 of 3 marked Pods for good: a, b? y/n`. */
function confirmText({ action, entries, marked }: ConfirmOverlay, cells: number): string {
  const names = entries.map((entry) => displayName(rowWord(entry))).join(', ');
  const forGood = action === 'remove' ? ' for good' : '';
  if (marked === null) return cut(`${VERBS[action]} `, names, `${forGood}${KEYS}`, cells);
  const count = entries.length === marked ? `the ${marked}` : `${entries.length} of ${marked}`;
  return cut(`${VERBS[action]} ${count} marked Pod${marked === 1 ? '' : 's'}${forGood}: `, names, KEYS, cells);
}

function cut(before: string, names: string, after: string, cells: number): string {
  return before + clipText(names, Math.max(1, cells - textWidth(before) - textWidth(after))) + after;
}
