// Several files that hold one session are one row: the best of them, with a note.
import type { FoundFact } from './sessionFacts';

/**
 * One fact an id: the one with a prompt before a stub without, then the newest. Facts that say they are the same
 * conversation (`sameAs`) fold as well.
 */
export function foldDuplicates(found: readonly FoundFact[]): readonly FoundFact[] {
  const byId = foldBy(
    found,
    ({ fact }) => fact.sessionId,
    (count) => `in ${count} files`,
  );
  return foldBy(
    byId,
    ({ fact }) => fact.sameAs ?? fact.sessionId,
    (count) => (count === 2 ? '1 copy of it holds nothing more' : `${count - 1} copies of it hold nothing more`),
  );
}

function foldBy(
  found: readonly FoundFact[],
  keyOf: (one: FoundFact) => string,
  note: (count: number) => string,
): readonly FoundFact[] {
  const groups = new Map<string, FoundFact[]>();
  for (const one of found) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group) => {
    const [best, ...others] = group.sort(bestFirst);
    if (best === undefined) return [];
    if (others.length === 0) return [best];
    return [{ ...best, fact: { ...best.fact, notes: [...best.fact.notes, note(group.length)] } }];
  });
}

function bestFirst(a: FoundFact, b: FoundFact): number {
  return hasPrompt(b) - hasPrompt(a) || timeOf(b) - timeOf(a);
}

function hasPrompt({ fact }: FoundFact): number {
  return fact.lastPrompt === null ? 0 : 1;
}

function timeOf({ fact, changedAt }: FoundFact): number {
  return fact.updatedAt ?? changedAt;
}
