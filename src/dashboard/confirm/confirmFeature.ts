// Asking first as a feature: an overlay of one row, before a Pod is stopped or removed.
import { feature, NONE } from '../loop/feature';
import { CONFIRM_KEYS } from './confirmKeys';
import { confirmPane } from './confirmPane';
import type { ConfirmOverlay } from './confirmState';
import { actionEnded, askFirst, reduceConfirm } from './reduceConfirm';

export const confirmFeature = feature<'confirm', ConfirmOverlay, ConfirmOverlay>({
  layer: 'overlay',
  modes: { confirm: { takesText: false, remap: 'fixed', words: 'a confirmation' } },
  initial: null,
  keys: CONFIRM_KEYS,
  leads: NONE.always,
  shows: ({ overlay }) => (overlay?.kind === 'confirm' ? overlay : null),
  mode: () => 'confirm',
  reduce: reduceConfirm,
  offers: askFirst,
  hears: actionEnded,
  plan: (_, overlay) => overlay,
  view: confirmPane,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 1,
  place: NONE.noPlace,
});
