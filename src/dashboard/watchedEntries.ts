// Whose content is on the screen: exactly these Pods are watched, and no other.
import type { PodEntry } from '../podList/types';
import { planGrid } from './gridPlan';
import { planPicker } from './pickerPlan';
import { type DashboardState, selectedEntry } from './state';

/** The Pods whose screen or conversation the state shows. None while one is attached: then nothing is painted. */
export function watchedEntries(state: DashboardState): readonly PodEntry[] {
  if (state.attached !== null) return [];
  const { pane } = state;
  switch (pane.kind) {
    case 'grid':
      return planGrid(state).tiles.map(({ entry }) => entry);
    case 'picker': {
      const selected = planPicker(state).details === null ? null : selectedEntry(state);
      return selected?.canAttach === true ? [selected] : [];
    }
    case 'zoom':
    case 'transcript': {
      const now = state.list.entries.find((entry) => entry.key === pane.entry.key);
      return now?.canAttach === true ? [now] : [];
    }
  }
}
