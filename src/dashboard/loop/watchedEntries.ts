// Whose content is on the screen: exactly these Pods are watched, and no other.
import type { PodEntry } from '../../podList/podList';
import { shownFeatures } from './features';
import type { DashboardState } from './state';

/** What a word of a watched Pod changes, hundreds of times a second; who is watched depends on none of it. */
const FEEDS: ReadonlySet<string> = new Set<keyof DashboardState>(['tiles', 'activity']);

export function watchesTheSame(before: DashboardState, after: DashboardState): boolean {
  const names = Object.keys(after);
  const isSame = (name: string) => FEEDS.has(name) || Reflect.get(before, name) === Reflect.get(after, name);
  return names.length === Object.keys(before).length && names.every(isSame);
}

/** The Pods whose screen or conversation the state shows. None while one is attached: then nothing is painted. */
export function watchedEntries(state: DashboardState): readonly PodEntry[] {
  if (state.attached !== null) return [];
  const shown = shownFeatures(state)
    .toReversed()
    .flatMap((feature) => feature.watches(state));
  const byKey = new Map(shown.map((entry) => [entry.key, entry]));
  return byKey.size === shown.length ? shown : [...byKey.values()];
}
