// What every source says: all its facts at one moment, never a difference (design: a source).
import type { SourceProblem } from '../podList/podFacts';

/** `loading`: the first complete look is still going on. A source that fails keeps its last facts and adds a problem. */
export interface SourceSnapshot<T> {
  readonly facts: readonly T[];
  readonly problems: readonly SourceProblem[];
  readonly loading: boolean;
}

/** A source's first word, so that a slow one holds nobody back. */
export const LOADING: SourceSnapshot<never> = { facts: [], problems: [], loading: true };
