// Whose use of CPU and memory is on the screen now.
import type { PodEntry } from '../../podList/podList';
import type { DashboardState } from '../loop/state';
import { hasUsageColumns } from '../picker/pickerSelectors';

/** Null: nobody's, and nothing is looked at. */
export function usageShownOf(state: DashboardState): readonly PodEntry[] | null {
  if (state.attached !== null) return null;
  const inTiles = state.usage.inTiles && (state.pane.kind === 'grid' || state.pane.kind === 'zoom');
  if (!inTiles && !hasUsageColumns(state)) return null;
  const live = state.list.entries.filter((entry) => entry.state === 'live');
  return live.length === 0 ? null : live;
}
