// The first row: how many Pods are in which state, the page, and a mark if not all could be read.
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { isProbing } from '../../podList/eligibility';
import type { PodEntry } from '../../podList/types';
import { attentionCount } from '../attention/reduceAttention';
import { planGrid } from '../grid/gridPlan';
import { type Span, span, spansWidth, splitRow } from '../kit/styledRow';
import type { Theme } from '../kit/theme';
import type { DashboardState } from '../loop/state';
import { type Pane, placed } from '../loop/view';
import { planPicker } from '../picker/pickerPlan';

/** From here on there is room for the name of the program. */
const WIDE = 60;
/** Between the counts and the page. */
const GAP = 1;

/** One row. */
export const headerPane: Pane = (moment, area) => {
  const { state } = moment;
  const { theme, list } = state;
  const right = place(state);
  const waiting = attentionCount(state);
  return [
    placed(moment, 'header', area, [theme, list, right, waiting, state.pane.kind], () => {
      const brand = area.width < WIDE ? [] : [span('podwatch  ', theme.brand)];
      const mark = list.problems.length === 0 ? [] : [span('! ', theme.error)];
      const call =
        waiting === 0
          ? []
          : [
              span(`${ATTENTION_MARK} ${waiting} need${waiting === 1 ? 's' : ''} you`, theme.attention),
              span(' · ', theme.text),
            ];
      const tail = right === '' ? [] : [span(right, theme.text)];
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
};

function countSpan(words: readonly string[], theme: Theme): Span {
  return span(words.join(' · '), theme.text);
}

function place(state: DashboardState): string {
  if (state.pane.kind === 'zoom') return 'read only';
  const { page, pageCount } = state.pane.kind === 'grid' ? planGrid(state) : planPicker(state).page;
  const { order } = state.scope;
  const sorted = order === 'live-first' ? [] : [`by ${order}`];
  return [...sorted, ...(pageCount === 1 ? [] : [`page ${page + 1}/${pageCount}`])].join(' · ');
}

/** `6 live`, `2 running`, `4 stopped`; what there is none of is left out. */
function counts({ list }: DashboardState): readonly string[] {
  const count = (is: (entry: PodEntry) => boolean): number => list.entries.filter(is).length;
  const live = count((entry) => entry.state === 'live');
  const parts = [
    [live, 'live'],
    [count((entry) => entry.state === 'live' && entry.status === 'running'), 'running'],
    [count((entry) => entry.state === 'live' && entry.status === 'paused'), 'paused'],
    [count((entry) => entry.state === 'stopped' && !isProbing(entry)), 'stopped'],
    [count((entry) => entry.state === 'unreachable' && !isProbing(entry)), 'unreachable'],
    [count((entry) => entry.state === 'corrupt' && !isProbing(entry)), 'corrupt'],
    [count(isProbing), 'checking'],
  ] as const;
  const words = parts
    .filter(([number, word]) => number > 0 || word === 'live')
    .map(([number, word]) => `${number} ${word}`);
  return [...words, ...(list.loading ? ['reading…'] : [])];
}
