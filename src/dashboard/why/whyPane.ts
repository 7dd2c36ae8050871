// "Why this status": what is known of one Pod and which fact says so, over whatever pane lies below.

import { displayName } from '../../cells/displayText';
import { rowOf, span } from '../../cells/spans';
import { describePodState } from '../../podList/describePodState';
import { borderRow, boxRows } from '../kit/box';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { planWhy } from './whyPlan';
import type { WhyOverlay } from './whyState';

/** A box that scrolls where it is higher than the screen. */
export function whyPane(moment: Moment, overlay: WhyOverlay): Drawn {
  const { theme } = moment.state;
  const plan = planWhy(moment.state, overlay.key, overlay.top, moment.now);
  const { entry, rect, lines, labelWidth, top, end } = plan;
  const { width, height } = rect;
  const inner = { x: rect.x + 2, y: rect.y + 1, width: Math.max(0, width - 4), height: Math.max(0, height - 2) };
  const look = { double: true, border: theme.strong };
  const words = entry === null ? null : describePodState(entry);
  const name = `${words === null ? '' : `${words.mark} `}${displayName(overlay.name)}`;
  return drawn([
    placed(moment, 'why:box', rect, [theme, name, top, end], () => [
      borderRow(
        'top',
        look,
        width,
        [span(name, words === null ? theme.strong : theme[words.kind])],
        [span('why', theme.brand)],
      ),
      ...boxRows(look, width, height).slice(1, -1),
      borderRow('bottom', look, width, top < end ? [span(`+${end - top} more`, theme.strong)] : []),
    ]),
    placed(moment, 'why:facts', inner, [theme, ...lines.flatMap((line) => [line.label, line.words])], () =>
      lines.map(({ label, words: text }) =>
        rowOf([span(label.padEnd(labelWidth), theme.dim), span(text, theme.text)], inner.width),
      ),
    ),
  ]);
}
