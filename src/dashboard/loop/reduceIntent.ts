// What the user wants → the next state: what lies on top answers first, then what lies below it.
import { refusedForChange } from './changedRow';
import { clickPod } from './clickPod';
import { ALL_FEATURES, shownFeatures } from './features';
import type { Intent } from './intent';
import { openSelected } from './openPod';
import { select, selectedRowKey, settledSelection } from './podSelection';
import type { DashboardState } from './state';
import { type Step, stay, withEffect, withMessage } from './step';
import { withHooks } from './withHooks';

/** The next state after what the user did. Any key takes the message line away. */
export function reduceIntent(state: DashboardState, intent: Intent): Step {
  if (state.attached !== null) return stay(state);
  if (intent.kind === 'toShell') return withEffect(state, intent);
  return withHooks(state, { kind: 'intent', intent }, (before) => {
    const clean = before.message === null ? before : { ...before, message: null };
    const refused = refusedForChange(clean, intent);
    if (refused !== null) return refused;
    if (intent.kind === 'back' && before.message?.text === CLEAR_HINT) return stay(select(clean, null));
    return answer(clean, intent);
  });
}

/** An overlay has all keys; a field passes on what it has no use for, and so does a pane. */
function answer(state: DashboardState, intent: Intent): Step {
  for (const feature of shownFeatures(state)) {
    const hasKeys = feature.layer === 'pane' || feature.mode(state) !== null;
    const step = hasKeys ? feature.reduce(state, intent) : null;
    if (step !== null) return step;
    if (feature.layer === 'overlay') return stay(state);
  }
  for (const feature of ALL_FEATURES) {
    const step = feature.offers(state, intent);
    if (step !== null) return step;
  }
  return common(state, intent);
}

/** What no feature has answered. */
function common(state: DashboardState, intent: Intent): Step {
  switch (intent.kind) {
    case 'quit':
      return withEffect(state, { kind: 'end', result: { kind: 'quit' } });
    case 'open':
      return openSelected(settledSelection(state));
    case 'click':
      return clickPod(state, intent.key, intent.at);
    case 'back':
      return back(state);
    default:
      return stay(state);
  }
}

const CLEAR_HINT = 'Esc again selects no Pod.';

/** Where nothing is left to be shown again, other panes lead back to the grid; there nothing is lost by surprise. */
function back(state: DashboardState): Step {
  if (state.pane.kind === 'grid') {
    return stay(selectedRowKey(state) === null ? state : withMessage(state, 'info', CLEAR_HINT));
  }
  if (state.alone) return withEffect(state, { kind: 'end', result: { kind: 'quit' } });
  return stay({ ...state, pane: { kind: 'grid' } });
}
