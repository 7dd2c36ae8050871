// Which Pod is selected, among which that can be, and how it stays selected while rows come and go.
import { keepSelection, type Selection, selectedAmong } from '../../podList/selection';
import type { PodEntry } from '../../podList/types';
import { stoppedBelow } from '../grid/gridSelectors';
import { isScoped, listEntries, tileEntries } from '../scope/scopeSelectors';
import { WHOLE_SCOPE } from '../scope/scopeState';
import { type DashboardState, paneEntry } from './state';

/** The Pods that can be selected in the pane at hand, in their order. */
export function selectableEntries(state: DashboardState): readonly PodEntry[] {
  const { pane } = state;
  const isGrid = pane.kind === 'grid' || (pane.kind === 'zoom' && pane.back === 'grid');
  return isGrid ? [...tileEntries(state), ...(stoppedBelow(state)?.entries ?? [])] : listEntries(state);
}

/** The key of the selected Pod, whether or not the pane shows it; null = none. */
export function selectedKey(state: DashboardState): Selection {
  const { selection } = state;
  if (state.selectionIsAutomatic) return selectableEntries(state)[0]?.key ?? null;
  // What a search hides is not acted on; it is selected again when it shows again.
  const isHidden = isScoped(state) && !selectableEntries(state).some((entry) => entry.key === selection);
  return isHidden ? null : selection;
}

/** The selected Pod, or null: none, or gone. */
export function selectedEntry(state: DashboardState): PodEntry | null {
  return selectedAmong(state.list.entries, selectedKey(state));
}

/** The state with this Pod selected by the user. */
export function select(state: DashboardState, key: string | null): DashboardState {
  return { ...state, selection: key, selectionIsAutomatic: false };
}

/** Selects a Pod that the user is led to; a scope that would hide it gives way. */
export function selectShown(state: DashboardState, key: string): DashboardState {
  const selected = select(state, key);
  if (!isScoped(state) || selectableEntries(selected).some((entry) => entry.key === key)) return selected;
  return { ...selected, scope: { ...WHOLE_SCOPE, order: state.scope.order } };
}

/** What is hidden cannot stay selected: keys would act on what nobody sees. `before`: the rows as they were. */
export function keepShown(state: DashboardState, before: readonly PodEntry[]): DashboardState {
  if (!isScoped(state) || paneEntry(state) !== null) return state;
  const after = selectableEntries(state);
  // Where nothing is left, what was selected comes back with it.
  const selection = after.length === 0 ? state.selection : keepSelection(state.selection, before, after);
  return selection === state.selection ? state : { ...state, selection };
}
