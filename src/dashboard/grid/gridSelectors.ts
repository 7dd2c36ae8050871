// The Pods that are not live, in short below the tiles: rows that can be selected as tiles can.
import { isProbing } from '../../podList/eligibility';
import { type TruncatedPodList, truncatePodList } from '../../podList/truncatePodList';
import type { DashboardState } from '../loop/state';
import { listEntries } from '../scope/scopeSelectors';

/** Below this many rows every row goes to the tiles. */
const ROWS_FOR_STOPPED = 20;
/** More are counted. */
const MOST_STOPPED = 3;

export interface StoppedBelow extends TruncatedPodList {
  /** None of all of them is unreachable, corrupt or still being asked. */
  readonly isAllStopped: boolean;
}

/** The newest of them, and how many there are; null: none, or there is no room for them. */
export function stoppedBelow(state: DashboardState): StoppedBelow | null {
  if (state.size.rows < ROWS_FOR_STOPPED) return null;
  const entries = listEntries(state).filter((entry) => entry.state !== 'live');
  if (entries.length === 0) return null;
  const isAllStopped = entries.every((entry) => entry.state === 'stopped' && !isProbing(entry));
  return { ...truncatePodList({ entries }, MOST_STOPPED), isAllStopped };
}
