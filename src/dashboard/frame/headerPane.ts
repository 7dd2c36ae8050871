// The first row: how many Pods are in which state, the page, and a mark if not all could be read.

import { span, spansWidth, splitRow } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describeHosts } from '../../podList/describeHosts';
import { isProbing } from '../../podList/eligibility';
import { summarizeHosts } from '../../podList/summarizePods';
import { attentionCount } from '../attention/attentionSelectors';
import type { Placement, Rect } from '../kit/frame';
import type { Theme } from '../kit/theme';
import { type Moment, placed } from '../loop/moment';
import type { DashboardState } from '../loop/state';

/** From here on there is room for the name of the program. */
const WIDE = 60;
/** Between the counts and the page. */
const GAP = 1;

/** One row. `place`: where one is, from the pane. */
export function headerPane(moment: Moment, area: Rect, place: string): readonly Placement[] {
  const { state } = moment;
  const { theme, list } = state;
  const waiting = attentionCount(state);
  return [
    placed(moment, 'header', area, [theme, list, place, waiting, state.pane.kind], () => {
      const brand = area.width < WIDE ? [] : [span('podwatch  ', theme.brand)];
      const mark = list.problems.length === 0 ? [] : [span('! ', theme.error)];
      const call =
        waiting === 0
          ? []
          : [
              span(`${ATTENTION_MARK} ${waiting} need${waiting === 1 ? 's' : ''} you`, theme.attention),
              span(' · ', theme.text),
            ];
      const tail = place === '' ? [] : [span(place, theme.text)];
      const words = counts(state);
      // The name goes first, then the rarer states: nothing else in the grid says that there are more tiles.
      const shortest = state.pane.kind === 'grid' ? 1 : words.length;
      const shorter = words.slice(shortest - 1).map((_, index) => words.slice(0, words.length - index));
      const rows = [
        [...brand, ...call, countSpan(words, theme)],
        ...shorter.map((few) => [...call, countSpan(few, theme)]),
      ];
      const fits = rows.find((row) => spansWidth([...mark, ...row, ...tail]) + GAP <= area.width);
      return [splitRow([...mark, ...(fits ?? rows[1] ?? [])], tail, area.width, theme.text)];
    }),
  ];
}

function countSpan(words: readonly string[], theme: Theme): Span {
  return span(words.join(' · '), theme.text);
}

/** `6 live`, `2 running`, `4 stopped`; what there is none of is left out. */
function counts({ list }: DashboardState): readonly string[] {
  // Of a hundred thousand each look counts.
  const found = { live: 0, running: 0, paused: 0, stopped: 0, unreachable: 0, corrupt: 0, checking: 0 };
  for (const entry of list.entries) {
    if (entry.foreign !== undefined) continue;
    const { state, status } = entry;
    if (state === 'live') {
      found.live += 1;
      if (status === 'running' || status === 'paused') found[status] += 1;
    } else if (isProbing(entry)) found.checking += 1;
    else found[state] += 1;
  }
  const away = summarizeHosts(list.hosts ?? []);
  const parts = [
    [found.live + away.live, 'live'],
    [found.running + away.running, 'running'],
    [found.paused, 'paused'],
    [found.stopped + away.pods - away.live, 'stopped'],
    [found.unreachable, 'unreachable'],
    [found.corrupt, 'corrupt'],
    [found.checking, 'checking'],
  ] as const;
  const words = parts
    .filter(([number, word]) => number > 0 || word === 'live')
    .map(([number, word]) => `${number} ${word}`);
  return [...words, ...describeHosts(list.hosts ?? []), ...(list.loading ? ['reading…'] : [])];
}
