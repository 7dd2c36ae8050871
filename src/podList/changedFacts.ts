// Which facts have come and which have gone between two snapshots: a source keeps the object of an unchanged one.
import { type ChangedItems, changedItems } from './changedItems';
import type { LivePod, PodFacts, StoredPod } from './podFacts';

/** Each fact that differs is in `gone` as it was and in `come` as it is. */
export interface ChangedFacts {
  readonly stored: ChangedItems<StoredPod>;
  readonly live: ChangedItems<LivePod>;
}

export function changedFacts(before: PodFacts, after: PodFacts): ChangedFacts {
  return { stored: changedItems(before.stored, after.stored), live: changedItems(before.live, after.live) };
}
