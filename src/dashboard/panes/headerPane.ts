// The first row: how many Pods are in which state, the page, and a mark if not all could be read.
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { isProbing } from '../../podList/eligibility';
import type { PodEntry } from '../../podList/types';
import { planGrid } from '../gridPlan';
import { planPicker } from '../pickerPlan';
import { attentionCount } from '../reduceAttention';
import type { DashboardState } from '../state';
import { span, splitRow } from '../styledRow';
import { type Pane, placed } from '../view';

/** From here on there is room for the name of the program. */
const WIDE = 60;

/** One row. */
export const headerPane: Pane = (moment, area) => {
  const { state } = moment;
  const { theme, list } = state;
  const right = place(state);
  const waiting = attentionCount(state);
  return [
    placed(moment, 'header', area, [theme, list, right, waiting], () => {
      const brand = area.width < WIDE ? [] : [span('podwatch  ', theme.brand)];
      const words = counts(state);
      const mark = list.problems.length === 0 ? [] : [span('! ', theme.error)];
      const call =
        waiting === 0
          ? []
          : [
              span(`${ATTENTION_MARK} ${waiting} need${waiting === 1 ? 's' : ''} you`, theme.attention),
              span(' · ', theme.text),
            ];
      const tail = right === '' ? [] : [span(right, theme.text)];
      return [splitRow([...mark, ...brand, ...call, span(words, theme.text)], tail, area.width, theme.text)];
    }),
  ];
};

function place(state: DashboardState): string {
  if (state.pane.kind === 'zoom') return 'read only';
  const { page, pageCount } = state.pane.kind === 'grid' ? planGrid(state) : planPicker(state).page;
  const { order } = state.scope;
  const sorted = order === 'live-first' ? [] : [`by ${order}`];
  return [...sorted, ...(pageCount === 1 ? [] : [`page ${page + 1}/${pageCount}`])].join(' · ');
}

/** `6 live · 2 running · 4 stopped`; what there is none of is left out. */
function counts({ list }: DashboardState): string {
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
  return [...words, ...(list.loading ? ['reading…'] : [])].join(' · ');
}
