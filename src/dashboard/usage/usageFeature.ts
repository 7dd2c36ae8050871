// What Pods use as a feature: a key, and what the looks bring in.
import { feature, NONE } from '../loop/feature';
import type { DashboardState } from '../loop/state';
import { stay, withMessage } from '../loop/step';
import { CELLS_FOR_USAGE } from '../tile/tilePane';
import { USAGE_KEYS } from './usageKeys';
import { NO_USAGE } from './usageState';

/** Narrow tiles have no room for it: what the key has done is said in words, too. */
function toggled(state: DashboardState): DashboardState {
  const inTiles = !state.usage.inTiles;
  const words = inTiles
    ? `CPU and memory stand in each tile of ${CELLS_FOR_USAGE} columns and more.`
    : 'CPU and memory are not shown in tiles any more.';
  return withMessage({ ...state, usage: { ...state.usage, inTiles } }, 'info', words);
}

export const usageFeature = feature<'usage', never, never>({
  layer: 'command',
  modes: {},
  initial: NO_USAGE,
  keys: USAGE_KEYS,
  leads: NONE.always,
  shows: NONE.nothing,
  mode: NONE.nothing,
  reduce: NONE.nothing,
  offers: (state, intent) => (intent.kind === 'toggleUsage' ? stay(toggled(state)) : null),
  hears: (state, report) =>
    report.kind === 'usage' ? stay({ ...state, usage: { ...state.usage, pods: report.pods } }) : null,
  plan: (_, own) => own,
  view: NONE.unseen,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 1,
  place: NONE.noPlace,
});
