// The expected ways in which an action does not succeed: values, which only the command line turns into exit codes.

/** `timeout`: the outcome is unknown. `usage`: the request itself makes no sense. */
export type FailureKind = 'not-found' | 'not-eligible' | 'failed' | 'timeout' | 'usage';

export interface ActionFailure {
  readonly kind: FailureKind;
  /** For the user: what happened, to which Pod or file, and what to do next. Safe to print. */
  readonly message: string;
  /** The directory in which it would have been done, where all that is wrong is that nothing can be done there: another will do. */
  readonly lacksDirectory?: string;
}

/** `done` with what the action brought, or why not. */
export type Outcome<T = object> = ({ readonly kind: 'done' } & T) | ActionFailure;

export function failure(kind: FailureKind, message: string): ActionFailure {
  return { kind, message };
}
