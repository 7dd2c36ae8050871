// How an action has ended, as the dashboard is told it.
import type { Outcome } from '../actions/actionFailure';
import type { ActionOutcome } from '../dashboard/loop/ports';

/** What shows in the list anyway needs no words; what has failed does. */
export function settledPort(outcome: Outcome): ActionOutcome {
  if (outcome.kind === 'done') return { kind: 'done', message: null };
  return { kind: 'failed', message: outcome.message };
}
