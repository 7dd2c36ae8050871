// What Pods use as a feature: a key, and what the looks bring in.
import { feature, NONE } from '../loop/feature';
import { stay } from '../loop/step';
import { USAGE_KEYS } from './usageKeys';
import { NO_USAGE } from './usageState';

export const usageFeature = feature<'usage', never, never>({
  layer: 'command',
  modes: {},
  initial: NO_USAGE,
  keys: USAGE_KEYS,
  leads: NONE.always,
  shows: NONE.nothing,
  mode: NONE.nothing,
  reduce: NONE.nothing,
  offers: (state, intent) =>
    intent.kind === 'toggleUsage' ? stay({ ...state, usage: { ...state.usage, inTiles: !state.usage.inTiles } }) : null,
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
