// The last screen of the stopped Pod that is selected: read once, when it comes into sight.
import type { ScreenRow } from '../../cells/podScreen';
import { type DashboardState, selectedEntry } from '../loop/state';
import type { Step } from '../loop/step';
import { planPicker } from './pickerPlan';

/** Asks for the last screen that the picker has room for and does not have. */
export function withLastScreen({ state, effects }: Step): Step {
  if (state.pane.kind !== 'picker' || state.attached !== null) return { state, effects };
  const entry = selectedEntry(state);
  if (entry === null || entry.state === 'live' || entry.launch?.kind !== 'terminal' || entry.segmentId === null) {
    return { state, effects };
  }
  const { lastScreen } = state;
  const isKnown = lastScreen?.key === entry.key && lastScreen.segmentId === entry.segmentId;
  if (isKnown && lastScreen.updatedAt === entry.updatedAt) return { state, effects };
  if (planPicker(state).details === null) return { state, effects };
  const { key, segmentId, updatedAt } = entry;
  // What is known of it stays until there is better.
  const rows = isKnown ? lastScreen.rows : null;
  const asked = { ...state, lastScreen: { key, segmentId, updatedAt, rows } };
  return { state: asked, effects: [...effects, { kind: 'readLastScreen', entry }] };
}

/** It is here; what is selected by now may be another one. */
export function lastScreenRead(state: DashboardState, key: string, rows: readonly ScreenRow[] | null): DashboardState {
  const { lastScreen } = state;
  if (lastScreen?.key !== key || rows === null) return state;
  return { ...state, lastScreen: { ...lastScreen, rows } };
}
