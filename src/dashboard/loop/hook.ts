// What must hold after every step, whatever made it: a hook looks at the step and mends it.
import type { Intent } from './intent';
import type { Report } from './report';
import type { DashboardState } from './state';
import type { Step } from './step';

/** What a step answers. */
export type Cause =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'report'; readonly report: Report };

export interface StepPast {
  /** The state that the step began with. */
  readonly before: DashboardState;
  readonly cause: Cause;
}

/** Returns the step, or one with what it adds; effects that are there stay. */
export type StepHook = (step: Step, past: StepPast) => Step;
