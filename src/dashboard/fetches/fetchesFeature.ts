// What npx fetches as a feature: it is heard of here, and stands in a row under the header.
import { feature, NONE } from '../loop/feature';
import { stay } from '../loop/step';
import { NO_FETCHES } from './fetchesState';

export const fetchesFeature = feature<'fetches', never, never>({
  layer: 'command',
  modes: {},
  initial: NO_FETCHES,
  keys: [],
  leads: NONE.always,
  shows: NONE.nothing,
  mode: NONE.nothing,
  reduce: NONE.nothing,
  offers: NONE.nothing,
  hears: (state, report) => (report.kind === 'fetches' ? stay({ ...state, fetches: { all: report.fetches } }) : null),
  plan: (_, own) => own,
  view: NONE.unseen,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 1,
  place: NONE.noPlace,
});
