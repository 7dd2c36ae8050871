// The row under the header that says what could not be read; the Pods known before stay on the screen.
import { displayText } from '../../cells/displayText';
import { filledRow, span } from '../../cells/spans';
import type { Placement, Rect } from '../kit/frame';
import { type Moment, placed } from '../loop/moment';

/** The first problem, and how many more there are. */
export function noticePane(moment: Moment, area: Rect): readonly Placement[] {
  const { theme, list } = moment.state;
  const [first, ...others] = list.problems;
  if (first === undefined || area.height === 0) return [];
  return [
    placed(moment, 'notice', area, [theme, list.problems], () => {
      const more = others.length === 0 ? '' : `(+${others.length} more) `;
      return [filledRow([span(`! ${more}${displayText(first.message)}`, theme.error)], area.width, theme.text)];
    }),
  ];
}
