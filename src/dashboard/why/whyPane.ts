// "Why this status": what is known of one Pod and which fact says so, over whatever pane lies below.

import { displayName } from '../../cells/displayText';
import { rowOf, span } from '../../cells/spans';
import { describePodState } from '../../podList/describePodState';
import { insideOverlay, overlayRows } from '../kit/box';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { planWhy } from './whyPlan';
import type { WhyOverlay } from './whyState';

/** A box that scrolls where it is higher than the screen. */
export function whyPane(moment: Moment, overlay: WhyOverlay): Drawn {
  const { theme } = moment.state;
  const plan = planWhy(moment.state, overlay.key, overlay.top, moment.now);
  const { entry, rect, borders, lines, labelWidth, top, end } = plan;
  const inner = insideOverlay(rect, borders);
  const look = { double: true, border: theme.strong };
  const words = entry === null ? null : describePodState(entry);
  const name = `${words === null ? '' : `${words.mark} `}${displayName(overlay.name)}`;
  return drawn([
    placed(moment, 'why:box', rect, [theme, name, top, end, borders], () =>
      overlayRows(look, rect, borders, {
        title: [span(name, words === null ? theme.strong : theme[words.kind])],
        right: [span('why', theme.brand)],
        rest: top < end ? [span(`+${end - top} more`, theme.strong)] : [],
      }),
    ),
    placed(moment, 'why:facts', inner, [theme, ...lines.flatMap((line) => [line.label, line.words])], () =>
      lines.map(({ label, words: text }) =>
        rowOf([span(label.padEnd(labelWidth), theme.dim), span(text, theme.text)], inner.width),
      ),
    ),
  ]);
}
