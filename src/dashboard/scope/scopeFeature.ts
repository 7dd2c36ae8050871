// The scope as a feature: a field of its own while a search is typed, keys of the lists, a row that says what is hidden.
import { feature, NONE } from '../loop/feature';
import { openEntry, paneEntry } from '../loop/state';
import { directoriesPlaced, reduceScope, reduceSearch } from './reduceScope';
import { SCOPE_KEYS } from './scopeKeys';
import { scopePane } from './scopePane';
import { WHOLE_SCOPE } from './scopeState';

export const scopeFeature = feature<'scope', true, true>({
  layer: 'field',
  modes: {
    search: { takesText: true, remap: 'fixed', words: 'the search' },
    choose: { takesText: true, remap: 'fixed', words: 'the choice of a Pod' },
  },
  initial: WHOLE_SCOPE,
  keys: SCOPE_KEYS,
  leads: (state, intent) => intent.kind !== 'search' || state.list.entries.length > 0,
  shows: (state) => (openEntry(state) === null ? true : null),
  mode: (state) => {
    if (!state.scope.searching || paneEntry(state) !== null) return null;
    return state.scope.choosing ? 'choose' : 'search';
  },
  reduce: (state, _, intent) => reduceSearch(state, intent),
  offers: reduceScope,
  hears: directoriesPlaced,
  plan: () => true,
  view: scopePane,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 1,
  place: NONE.noPlace,
});
