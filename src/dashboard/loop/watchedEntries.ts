// Whose content is on the screen: exactly these Pods are watched, and no other.
import type { PodEntry } from '../../podList/types';
import { shownFeatures } from './features';
import type { DashboardState } from './state';

/** The Pods whose screen or conversation the state shows. None while one is attached: then nothing is painted. */
export function watchedEntries(state: DashboardState): readonly PodEntry[] {
  if (state.attached !== null) return [];
  const shown = shownFeatures(state)
    .toReversed()
    .flatMap((feature) => feature.watches(state));
  const byKey = new Map(shown.map((entry) => [entry.key, entry]));
  return byKey.size === shown.length ? shown : [...byKey.values()];
}
