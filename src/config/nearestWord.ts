// The word that somebody most likely meant.
import { closest, distance } from 'fastest-levenshtein';

/** Null: none is near. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const begun = known.find((each) => word.length >= 2 && each.startsWith(word));
  if (begun !== undefined) return begun;
  const near = closest(word, known);
  return distance(word, near) <= Math.max(1, Math.floor(near.length / 3)) ? near : null;
}
