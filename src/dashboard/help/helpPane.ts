// The help: every key of the pane below it, from the keymap.

import { rowOf, span } from '../../cells/spans';
import { insideOverlay, overlayRows } from '../kit/box';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import type { HelpPlan } from './helpPlan';

/** A box over the pane whose keys it lists; scrolls where it is higher than the screen. */
export function helpPane(moment: Moment, plan: HelpPlan): Drawn {
  const { theme, pane } = moment.state;
  const { rect, borders, lines, keysWidth, top, end } = plan;
  const inner = insideOverlay(rect, borders);
  const look = { double: true, border: theme.strong };
  return drawn([
    placed(moment, 'help:box', rect, [theme, top, end, borders], () =>
      overlayRows(look, rect, borders, {
        title: [span('Keys', theme.strong)],
        right: [span('podwatch', theme.brand)],
        rest: top < end ? [span(`+${end - top} more`, theme.strong)] : [],
      }),
    ),
    placed(moment, 'help:keys', inner, [theme, pane.kind, top, keysWidth], () =>
      lines.map(({ keys, words }) =>
        rowOf([span(keys.padEnd(keysWidth), theme.key), span(words, theme.text)], inner.width),
      ),
    ),
  ]);
}
