// The way to the next Pod that needs the user.
import type { Intent } from '../loop/intent';
import { select, selectedKey, selectShown } from '../loop/podSelection';
import type { DashboardState, Message } from '../loop/state';
import { type Step, stay } from '../loop/step';
import { WHOLE_SCOPE } from '../scope/scopeState';
import { callingHost, nextCalling } from './attentionSelectors';

/** The same object each time: news of a Pod that calls takes it away. */
export const NOBODY_CALLS: Message = { kind: 'info', text: 'No Pod needs you.' };

/** Answers the jump key; null: it is another one. */
export function reduceAttention(state: DashboardState, intent: Intent): Step | null {
  return intent.kind === 'jump' ? stay(jumpToAttention(state)) : null;
}

/** Selects the next Pod that needs the user, in whatever pane it can be seen; a filter that hides it gives way. */
function jumpToAttention(state: DashboardState): DashboardState {
  const target = nextCalling(state, selectedKey(state));
  if (target === null) return jumpToHost(state);
  const pane: DashboardState['pane'] =
    state.pane.kind === 'grid' && target.state !== 'live' ? { kind: 'picker' } : state.pane;
  const selected = selectShown({ ...state, pane }, target.key);
  return { ...selected, attention: { ...selected.attention, jumpedTo: target.key } };
}

/** To the host whose Pods are not in the list: Enter opens it. */
function jumpToHost(state: DashboardState): DashboardState {
  const host = callingHost(state);
  if (host === null) return { ...state, message: NOBODY_CALLS };
  const whole = { ...state, scope: { ...WHOLE_SCOPE, order: state.scope.order, places: state.scope.places } };
  return select({ ...whole, pane: { kind: 'picker' } }, host);
}
