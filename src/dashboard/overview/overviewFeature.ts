// The overview as a feature: a pane that looks at what Pods use, only while it is open.
import { feature, NONE } from '../loop/feature';
import { OVERVIEW_KEYS } from './overviewKeys';
import { overviewPane } from './overviewPane';
import { type OverviewPlan, overviewRowAt, planOverview } from './overviewPlan';
import type { OverviewPane } from './overviewState';
import { openOverview, reduceOverview, usageSampled } from './reduceOverview';

export const overviewFeature = feature<'overview', OverviewPane, OverviewPlan>({
  layer: 'pane',
  modes: { overview: { takesText: false, remap: 'own', words: 'the overview' } },
  initial: { openings: 0 },
  keys: OVERVIEW_KEYS,
  leads: (state, intent) => intent.kind !== 'overview' || state.list.entries.some((entry) => entry.state === 'live'),
  shows: ({ pane }) => (pane.kind === 'overview' ? pane : null),
  mode: () => 'overview',
  reduce: reduceOverview,
  offers: openOverview,
  hears: usageSampled,
  plan: planOverview,
  view: overviewPane,
  // Only what has a context to fill is listened to; a screen says nothing here.
  watches: ({ all }) => all.flatMap(({ entry }) => (entry.extensions.includes('screen') ? [] : [entry])),
  ages: NONE.noAges,
  hit: (plan, { x, y, at }) => {
    const entry = overviewRowAt(plan, x, y);
    return entry === null ? null : { kind: 'click', key: entry.key, at };
  },
  drag: NONE.nothing,
  wheel: 1,
  place: ({ pane }) => `overview by ${pane.sort}`,
});
