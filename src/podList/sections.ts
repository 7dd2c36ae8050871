// The dashboard's three sections: who waits for input, who works, who is closed (formats §6).
import { type TruncatedPodList, truncatePodList } from './truncatePodList';
import type { PodEntry, PodList } from './types';

export interface PodSections {
  /** Live and idle: waiting for input. Nothing to do with a pending segment. */
  readonly pending: readonly PodEntry[];
  /** Every other live Pod: running, paused, status unknown. */
  readonly working: readonly PodEntry[];
  /** Not live; only the first few are shown, the rest is counted. */
  readonly closed: TruncatedPodList;
}

/** Splits the list, keeping its order in each section; `closed` shows at most `closedLimit` rows. */
export function podSections(list: Pick<PodList, 'entries'>, closedLimit = 3): PodSections {
  const live = list.entries.filter((entry) => entry.state === 'live');
  return {
    pending: live.filter((entry) => entry.status === 'idle'),
    working: live.filter((entry) => entry.status !== 'idle'),
    closed: truncatePodList({ entries: list.entries.filter((entry) => entry.state !== 'live') }, closedLimit),
  };
}
