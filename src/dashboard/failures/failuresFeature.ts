// Failures that stay as a feature: the key that leads back takes those away that have been before the eyes.
import { feature, NONE } from '../loop/feature';
import type { Intent } from '../loop/intent';
import { type DashboardState, openEntry } from '../loop/state';
import { type Step, stay } from '../loop/step';
import { failureRows } from './failuresSelectors';
import { NO_FAILURES } from './failuresState';

function dismiss(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'back' || openEntry(state) !== null) return null;
  const { count } = failureRows(state);
  if (count === 0) return null;
  return stay({ ...state, failures: { all: state.failures.all.slice(count) } });
}

export const failuresFeature = feature<'failures', never, never>({
  layer: 'command',
  modes: {},
  initial: NO_FAILURES,
  keys: [],
  leads: NONE.always,
  shows: NONE.nothing,
  mode: NONE.nothing,
  reduce: NONE.nothing,
  offers: dismiss,
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
