// The rows under the header that say what could not be done, what is fetched, and what could not be read; the Pods known before stay on the screen.
import { displayText } from '../../cells/displayText';
import { filledRow, span } from '../../cells/spans';
import type { SourceProblem } from '../../podList/podFacts';
import type { PodList } from '../../podList/podList';
import { failureRows } from '../failures/failuresSelectors';
import { fetchesText } from '../fetches/fetchesSelectors';
import type { Placement, Rect } from '../kit/frame';
import { type Moment, placed } from '../loop/moment';

/** Each as long as it is; which ones, their selector decides. */
export function failuresPane(moment: Moment, area: Rect): readonly Placement[] {
  const { theme, failures } = moment.state;
  if (area.height === 0) return [];
  return [
    placed(moment, 'failures', area, [theme, failures], () =>
      failureRows(moment.state).rows.map((row) => filledRow([span(row, theme.error)], area.width, theme.text)),
    ),
  ];
}

/** One row as long as something is fetched. */
export function fetchesPane(moment: Moment, area: Rect): readonly Placement[] {
  const { theme, fetches } = moment.state;
  const text = fetchesText(fetches);
  if (area.height === 0 || text === null) return [];
  return [
    placed(moment, 'fetches', area, [theme, fetches], () => [
      filledRow([span(text, theme.info)], area.width, theme.text),
    ]),
  ];
}

/** Of each place its first problem, and how many more there are; where there is no room for all places, of them as well. */
export function noticePane(moment: Moment, area: Rect): readonly Placement[] {
  const { theme, list } = moment.state;
  const shown = firstOfEachPlace(list).slice(0, area.height);
  if (shown.length === 0) return [];
  return [
    placed(moment, 'notice', area, [theme, list.problems], () =>
      shown.map(({ place, message }, index) => {
        const isLast = index === shown.length - 1;
        // The last row answers for every place that has none.
        const above = new Set(shown.slice(0, index).map((one) => one.place));
        const counted = list.problems.filter((one) => (isLast ? !above.has(one.place) : one.place === place));
        const more = counted.length === 1 ? '' : `(+${counted.length - 1} more) `;
        return filledRow([span(`! ${more}${displayText(message)}`, theme.error)], area.width, theme.text);
      }),
    ),
  ];
}

export function firstOfEachPlace({ problems }: Pick<PodList, 'problems'>): readonly SourceProblem[] {
  const first = new Map<string, SourceProblem>();
  for (const problem of problems) if (!first.has(problem.place)) first.set(problem.place, problem);
  return [...first.values()];
}
