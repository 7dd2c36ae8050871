// An entry of a plan in words.

const KNOWN: ReadonlySet<string> = new Set(['pending', 'in_progress', 'completed']);

/** A status that has no mark is named. */
export function oddStatus(status: string): string {
  return KNOWN.has(status) ? '' : ` (${status.replaceAll('_', ' ')})`;
}
