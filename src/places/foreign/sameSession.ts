// Whether two rows say the same, so that what did not change keeps its object.
import type { ForeignSession } from './sessionFacts';

/** Field by field; the lists in them by their items. */
export function sameSession(a: ForeignSession, b: ForeignSession): boolean {
  const { notes, resume, liveElsewhere, ...plain } = a;
  const others: Readonly<Record<string, unknown>> = { ...b };
  return (
    Object.entries(plain).every(([name, value]) => value === others[name]) &&
    sameWords(notes, b.notes) &&
    sameWords(resume ?? [], b.resume ?? []) &&
    liveElsewhere?.pid === b.liveElsewhere?.pid &&
    liveElsewhere?.status === b.liveElsewhere?.status
  );
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}
