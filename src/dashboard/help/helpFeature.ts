// The help as a feature: an overlay with every key of the pane below it.
import { feature, NONE } from '../loop/feature';
import { isMove, rowsOf } from '../loop/intent';
import { stay } from '../loop/step';
import { HELP_KEYS } from './helpKeys';
import { helpPane } from './helpPane';
import { type HelpPlan, planHelp } from './helpPlan';
import type { HelpOverlay } from './helpState';

export const helpFeature = feature<'help', HelpOverlay, HelpPlan>({
  layer: 'overlay',
  modes: { help: { takesText: false, remap: 'fixed', words: 'the help' } },
  initial: null,
  keys: HELP_KEYS,
  leads: (state, intent) => state.overlay?.kind !== 'help' || !isMove(intent) || planHelp(state, 0).end > 0,
  shows: ({ overlay }) => (overlay?.kind === 'help' ? overlay : null),
  mode: () => 'help',
  reduce: (state, overlay, intent) => {
    if (intent.kind === 'close') return stay({ ...state, overlay: null });
    if (!isMove(intent)) return null;
    const { top, lines } = planHelp(state, overlay.top);
    const moved = planHelp(state, top + rowsOf(intent, lines.length - 1));
    return stay({ ...state, overlay: { ...overlay, top: moved.top } });
  },
  offers: (state, intent) => (intent.kind === 'help' ? stay({ ...state, overlay: { kind: 'help', top: 0 } }) : null),
  hears: NONE.nothing,
  plan: (state, { top }) => planHelp(state, top),
  view: helpPane,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 3,
  place: NONE.noPlace,
});
