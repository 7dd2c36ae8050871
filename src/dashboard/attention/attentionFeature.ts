// Attention as a feature: a key that leads to who needs the user; the rest of it is hooks after each step.
import { feature, NONE } from '../loop/feature';
import { ATTENTION_KEYS } from './attentionKeys';
import { attentionCount } from './attentionSelectors';
import { NO_ATTENTION } from './attentionState';
import { reduceAttention } from './jumpToAttention';

export const attentionFeature = feature<'attention', never, never>({
  layer: 'command',
  modes: {},
  initial: NO_ATTENTION,
  keys: ATTENTION_KEYS,
  leads: (state, intent) => intent.kind !== 'jump' || attentionCount(state) > 0,
  shows: NONE.nothing,
  mode: NONE.nothing,
  reduce: NONE.nothing,
  offers: reduceAttention,
  hears: NONE.nothing,
  plan: (_, own) => own,
  view: NONE.unseen,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 1,
  place: NONE.noPlace,
});
