// The last screen of the stopped Pod that is selected: read once, when it comes into sight.
import { isProbing } from '../../podList/eligibility';
import type { StepHook } from '../loop/hook';
import { selectedEntry } from '../loop/podSelection';
import { planPicker } from './pickerPlan';

/** Asks for the last screen that the picker has room for and does not have. */
export const askingLastScreen: StepHook = (step) => {
  const { state, effects } = step;
  if (state.pane.kind !== 'picker' || state.attached !== null) return step;
  const entry = selectedEntry(state);
  if (entry === null || entry.state === 'live' || entry.launch?.kind !== 'terminal' || entry.segmentId === null) {
    return step;
  }
  // It is not known yet whether it has stopped.
  if (isProbing(entry)) return step;
  const { lastScreen } = state.picker;
  const isKnown = lastScreen?.key === entry.key && lastScreen.segmentId === entry.segmentId;
  if (isKnown && lastScreen.updatedAt === entry.updatedAt) return step;
  if (planPicker(state).details === null) return step;
  const { key, segmentId, updatedAt } = entry;
  // What is known of it stays until there is better.
  const rows = isKnown ? lastScreen.rows : null;
  const asked = { ...state, picker: { ...state.picker, lastScreen: { key, segmentId, updatedAt, rows } } };
  return { state: asked, effects: [...effects, { kind: 'readLastScreen', entry }] };
};

/** Where the rows have been scrolled to counts from there on. */
export const keepingTop: StepHook = (step) => {
  const { state } = step;
  if (state.pane.kind !== 'picker') return step;
  const { top } = planPicker(state);
  return top === state.picker.top ? step : { ...step, state: { ...state, picker: { ...state.picker, top } } };
};
