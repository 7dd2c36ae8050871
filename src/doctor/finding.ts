// What an examination finds: how bad, about what, what to do, and how it could be mended.
import type { Outcome } from '../actions/actionFailure';

/** `problem`: something does not work. `warning`: it may not. `note`: worth knowing. */
export type FindingLevel = 'problem' | 'warning' | 'note';

export interface Finding {
  readonly level: FindingLevel;
  /** `home`, `registry`, `store`, `limits`, `terminal`, `agents`, `pods`. */
  readonly area: string;
  /** One sentence; texts of others in it are untrusted. */
  readonly message: string;
  /** What to do, a sentence; null: nothing. */
  readonly advice: string | null;
  /** Safe: what it takes away nobody needs. Null: nothing of the kind can be done from here. */
  readonly mend: Mend | null;
}

export interface Mend {
  /** As a question after "Shall …": what would be done. */
  readonly what: string;
  run(): Promise<Outcome>;
}

export function finding(
  level: FindingLevel,
  area: string,
  message: string,
  advice: string | null = null,
  mend: Mend | null = null,
): Finding {
  return { level, area, message, advice, mend };
}
