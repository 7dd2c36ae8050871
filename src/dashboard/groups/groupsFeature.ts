// Groups as a feature: keys of the lists; the lists themselves draw the heads.
import { feature, NONE } from '../loop/feature';
import { GROUPS_KEYS } from './groupsKeys';
import { NO_GROUPS } from './groupsState';
import { leadsToGroups, reduceGroups, repositoriesRead } from './reduceGroups';

export const groupsFeature = feature<'groups', never, never>({
  layer: 'command',
  modes: {},
  initial: NO_GROUPS,
  keys: GROUPS_KEYS,
  leads: leadsToGroups,
  shows: NONE.nothing,
  mode: NONE.nothing,
  reduce: NONE.nothing,
  offers: reduceGroups,
  hears: repositoriesRead,
  plan: (_, own) => own,
  view: NONE.unseen,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 1,
  place: NONE.noPlace,
});
