// The composer as a feature: a field at the lower end of the screen, and keys of the panes that lead to it.
import { screenLayout } from '../frame/screenLayout';
import type { Rect } from '../kit/frame';
import { contains } from '../kit/rects';
import { feature, NONE } from '../loop/feature';
import { openEntry } from '../loop/state';
import { stay } from '../loop/step';
import { COMPOSER_KEYS } from './composerKeys';
import { composerPane } from './composerPane';
import { type ComposerState, EMPTY_COMPOSER } from './composerState';
import { picturePasted, reduceComposer, reduceMarks, sendEnded, textEdited } from './reduceComposer';

export const composerFeature = feature<'composer', ComposerState, Rect>({
  layer: 'field',
  modes: { composer: { takesText: true, remap: 'fixed', words: 'the composer' } },
  initial: EMPTY_COMPOSER,
  keys: COMPOSER_KEYS,
  leads: NONE.always,
  shows: (state) => (openEntry(state) === null ? state.composer : null),
  mode: (_, { focused }) => (focused ? 'composer' : null),
  reduce: (state, _, intent) => reduceComposer(state, intent),
  offers: reduceMarks,
  hears: (state, report) => {
    if (report.kind === 'picturePasted') return stay(picturePasted(state, report.draftKey, report.outcome));
    if (report.kind === 'textEdited') return stay(textEdited(state, report.draftKey, report.outcome));
    return report.kind === 'sendEnded' ? stay(sendEnded(state, report.delivery, report.key, report.outcome)) : null;
  },
  plan: (state) => screenLayout(state).composer,
  view: composerPane,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: (area, { x, y }) => (contains(area, x, y) ? { kind: 'compose' } : null),
  drag: NONE.nothing,
  wheel: 0,
  place: NONE.noPlace,
});
