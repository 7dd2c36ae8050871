// The picker as a feature: a pane with every Pod as a row, and what is known of the selected one.
import { lastActivity } from '../../podList/lastActivity';
import type { PodEntry } from '../../podList/podList';
import { feature, NONE } from '../loop/feature';
import { selectedEntry } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { pageText } from '../scope/scopeSelectors';
import { hasPicture } from './detailsPane';
import { PICKER_KEYS } from './pickerKeys';
import { pickerPane } from './pickerPane';
import { type PickerPlan, planPicker, rowAt } from './pickerPlan';
import { NEW_PICKER } from './pickerState';
import { pickerHears, reducePicker, togglePicker } from './reducePicker';

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
  hears: pickerHears,
  plan: planPicker,
  view: pickerPane,
  watches: (plan, state) => {
    const entry = detailed(plan, state);
    return entry !== null && hasPicture(entry) ? [entry] : [];
  },
  ages: (plan, state) => [
    ...plan.shown.flatMap((row) => (row.kind === 'pod' ? [lastActivity(row.entry)] : [])),
    detailed(plan, state)?.statusSince ?? 0,
  ],
  hit: (plan, { x, y, at }) => {
    const row = rowAt(plan, x, y);
    if (row === null) return null;
    return row.kind === 'group' ? { kind: 'fold', key: row.key, to: 'other' } : { kind: 'click', key: row.key, at };
  },
  drag: NONE.nothing,
  wheel: 1,
  place: ({ all, shown, top }, { scope, groups }) =>
    [
      groups.by === 'none' ? '' : `by ${groups.by}`,
      pageText(scope, 0, 1),
      shown.length === all.length ? '' : `${top + 1}–${top + shown.length} of ${all.length}`,
    ]
      .filter((words) => words !== '')
      .join(' · '),
});
