// The dashboard at one moment without a run loop: what a still picture of it (a pipe, a test) is drawn from.
import type { PodList } from '../podList/types';
import type { TileFeed } from './ports';
import { reduceReport } from './reduceReport';
import { type DashboardState, type InitialState, initialState } from './state';

/** The state after `list` and then each feed (by Pod key; of live Pods only) have come in. */
export function stillState(
  initial: InitialState,
  list: PodList,
  feeds: ReadonlyMap<string, TileFeed> = new Map(),
): DashboardState {
  const listed = reduceReport(initialState(initial), { kind: 'list', list }).state;
  return [...feeds].reduce((state, [key, feed]) => reduceReport(state, { kind: 'feed', key, feed }).state, listed);
}
