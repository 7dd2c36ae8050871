// The prompt for a new Pod as a feature: an overlay of fields.
import { feature, NONE } from '../loop/feature';
import { PROMPT_KEYS } from './promptKeys';
import { promptPane } from './promptPane';
import type { PromptState } from './promptState';
import { openPrompt, promptHears, reducePrompt } from './reducePrompt';

export const promptFeature = feature<'prompt', PromptState, PromptState>({
  layer: 'overlay',
  modes: { prompt: { takesText: true, remap: 'fixed', words: 'the prompt' } },
  initial: null,
  keys: PROMPT_KEYS,
  leads: NONE.always,
  shows: ({ overlay }) => (overlay?.kind === 'prompt' ? overlay : null),
  mode: () => 'prompt',
  reduce: reducePrompt,
  offers: openPrompt,
  hears: promptHears,
  plan: (_, prompt) => prompt,
  view: promptPane,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 1,
  place: NONE.noPlace,
});
