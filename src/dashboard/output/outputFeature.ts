// The search over all output as a feature: a pane of lines that were printed or said anywhere, the newest first.
import { feature, NONE } from '../loop/feature';
import { OUTPUT_KEYS } from './outputKeys';
import { outputPane } from './outputPane';
import { hitAt, type OutputPlan, planOutput } from './outputPlan';
import { NO_SEARCH, type OutputPane } from './outputState';
import { openOutput, outputHeard, reduceOutput } from './reduceOutput';

export const outputFeature = feature<'output', OutputPane, OutputPlan>({
  layer: 'pane',
  modes: {
    output: { takesText: false, remap: 'own', words: 'the lines that were found' },
    outputTyping: { takesText: true, remap: 'fixed', words: 'the search in output' },
  },
  initial: NO_SEARCH,
  keys: OUTPUT_KEYS,
  leads: NONE.always,
  shows: ({ pane }) => (pane.kind === 'output' ? pane : null),
  mode: ({ output }) => (output.isTyping ? 'outputTyping' : 'output'),
  reduce: (state, _, intent) => reduceOutput(state, intent),
  offers: openOutput,
  hears: outputHeard,
  plan: (state) => planOutput(state),
  view: outputPane,
  watches: NONE.nobody,
  ages: NONE.noAges,
  hit: (plan, { x, y, at }) => {
    const index = hitAt(plan, x, y);
    return index === null ? null : { kind: 'clickHit', index, at };
  },
  drag: NONE.nothing,
  wheel: 1,
  place: ({ shown }, { output }) =>
    shown.length === 0 || output.progress === 'none' ? 'output' : 'output, newest first',
});
