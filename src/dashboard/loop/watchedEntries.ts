// Whose content is on the screen: exactly these Pods are watched, and no other.
import type { PodEntry } from '../../podList/types';
import { planGrid } from '../grid/gridPlan';
import { planPicker } from '../picker/pickerPlan';
import { entryNow } from './entryNow';
import { type DashboardState, selectedEntry } from './state';

/** The key of the Pod that the user has open, null: none. */
export function viewedKey({ pane }: DashboardState): string | null {
  return pane.kind === 'conversation' ? pane.entry.key : null;
}

/** The Pods whose screen or conversation the state shows. None while one is attached: then nothing is painted. */
export function watchedEntries(state: DashboardState): readonly PodEntry[] {
  if (state.attached !== null) return [];
  const shown = paneEntries(state);
  const asking = state.overlay?.kind === 'permission' ? entryNow(state, state.overlay.entry) : null;
  const isMissing = asking?.canAttach === true && shown.every(({ key }) => key !== asking.key);
  return isMissing ? [...shown, asking] : shown;
}

function paneEntries(state: DashboardState): readonly PodEntry[] {
  const { pane } = state;
  switch (pane.kind) {
    case 'grid':
      return planGrid(state).tiles.map(({ entry }) => entry);
    case 'picker': {
      const selected = planPicker(state).details === null ? null : selectedEntry(state);
      return selected?.canAttach === true ? [selected] : [];
    }
    case 'zoom':
    case 'conversation': {
      const now = entryNow(state, pane.entry);
      return now?.canAttach === true ? [now] : [];
    }
  }
}
