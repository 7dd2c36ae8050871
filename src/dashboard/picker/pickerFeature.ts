// The picker as a feature: a pane with every Pod as a row, and what is known of the selected one.
import { lastActivity } from '../../podList/lastActivity';
import type { PodEntry } from '../../podList/types';
import { feature, NONE } from '../loop/feature';
import { selectedEntry } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { stay } from '../loop/step';
import { pageText } from '../scope/scopeSelectors';
import { PICKER_KEYS } from './pickerKeys';
import { pickerPane } from './pickerPane';
import { type PickerPlan, planPicker, rowAt } from './pickerPlan';
import { NEW_PICKER } from './pickerState';
import { lastScreenRead, reducePicker, togglePicker } from './reducePicker';

/** The Pod that is shown beside the list or below it. */
function detailed({ details }: PickerPlan, state: DashboardState): PodEntry | null {
  return details === null ? null : selectedEntry(state);
}

export const pickerFeature = feature<'picker', true, PickerPlan>({
  layer: 'pane',
  modes: {
    picker: { takesText: false, remap: 'own', words: 'the picker' },
    resume: { takesText: false, remap: 'own', words: 'podwatch -r' },
  },
  initial: NEW_PICKER,
  keys: PICKER_KEYS,
  leads: NONE.always,
  shows: ({ pane }) => (pane.kind === 'picker' ? true : null),
  mode: ({ alone }) => (alone ? 'resume' : 'picker'),
  reduce: (state, _, intent) => reducePicker(state, intent),
  offers: togglePicker,
  hears: (state, report) =>
    report.kind === 'lastScreenRead' ? stay(lastScreenRead(state, report.key, report.rows)) : null,
  plan: planPicker,
  view: pickerPane,
  watches: (plan, state) => {
    const entry = detailed(plan, state);
    return entry?.canAttach === true ? [entry] : [];
  },
  ages: (plan, state) => [...plan.shown.map(lastActivity), detailed(plan, state)?.statusSince ?? 0],
  hit: (plan, { x, y, at }) => {
    const entry = rowAt(plan, x, y);
    return entry === null ? null : { kind: 'click', key: entry.key, at };
  },
  wheel: 1,
  place: ({ all, shown, top }, { scope }) =>
    [pageText(scope, 0, 1), shown.length === all.length ? '' : `${top + 1}–${top + shown.length} of ${all.length}`]
      .filter((words) => words !== '')
      .join(' · '),
});
