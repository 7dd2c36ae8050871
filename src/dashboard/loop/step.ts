// One step of the dashboard: the next state and what it asks of the world.
import type { Effect } from './effect';
import type { ActionOutcome } from './ports';
import type { DashboardState, Message, RunningAction } from './state';

export interface Step {
  readonly state: DashboardState;
  readonly effects: readonly Effect[];
}

/** A step that changes state alone, or nothing. */
export function stay(state: DashboardState): Step {
  return { state, effects: [] };
}

/** A step with one effect. */
export function withEffect(state: DashboardState, effect: Effect): Step {
  return { state, effects: [effect] };
}

/** The state with a message line. */
export function withMessage(state: DashboardState, kind: Message['kind'], text: string): DashboardState {
  return { ...state, message: { kind, text } };
}

/** What an action's end has to say; nothing where it says nothing. */
export function withOutcome(state: DashboardState, outcome: ActionOutcome): DashboardState {
  if (outcome.message === null) return state;
  return withMessage(state, outcome.kind === 'done' ? 'info' : 'error', outcome.message);
}

/** The state with an action on its way for a Pod, or (null) with none. */
export function withRunning(state: DashboardState, key: string, action: RunningAction | null): DashboardState {
  if (action === null && !state.running.has(key)) return state;
  const running = new Map(state.running);
  if (action === null) running.delete(key);
  else running.set(key, action);
  return { ...state, running };
}
