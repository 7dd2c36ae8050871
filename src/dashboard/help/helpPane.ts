// The help: every key of the pane below it, from the keymap.

import { rowOf, span } from '../../cells/spans';
import { borderRow, boxRows } from '../kit/box';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import type { HelpPlan } from './helpPlan';

/** A box over the pane whose keys it lists; scrolls where it is higher than the screen. */
export function helpPane(moment: Moment, plan: HelpPlan): Drawn {
  const { theme, pane } = moment.state;
  const { rect, lines, keysWidth, top, end } = plan;
  const { width, height } = rect;
  const inner = { x: rect.x + 2, y: rect.y + 1, width: Math.max(0, width - 4), height: Math.max(0, height - 2) };
  const look = { double: true, border: theme.strong };
  return drawn([
    placed(moment, 'help:box', rect, [theme, top, end], () => [
      borderRow('top', look, width, [span('Keys', theme.strong)], [span('podwatch', theme.brand)]),
      ...boxRows(look, width, height).slice(1, -1),
      borderRow('bottom', look, width, top < end ? [span(`+${end - top} more`, theme.strong)] : []),
    ]),
    placed(moment, 'help:keys', inner, [theme, pane.kind, top, keysWidth], () =>
      lines.map(({ keys, words }) =>
        rowOf([span(keys.padEnd(keysWidth), theme.key), span(words, theme.text)], inner.width),
      ),
    ),
  ]);
}
