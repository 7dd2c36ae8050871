// How well typed text fits another: best as a part of it, less as its letters in order with gaps, else not at all.

/** A letter or digit; a match that starts after anything else starts a word. */
const WORD = /[\p{L}\p{N}]/u;
const MARKS = /\p{M}/gu;

const SUBSTRING = 100;
const WHOLE = 60;
const AT_START = 40;
const AT_WORD = 20;
const IN_ORDER = 50;

/** A text as it is compared: without accents, and (unless what was typed has capitals) without capitals. */
function folded(text: string, withCapitals: boolean): readonly string[] {
  const plain = text.normalize('NFD').replace(MARKS, '');
  return [...(withCapitals ? plain : plain.toLowerCase())];
}

/**
 * The larger the better; null = no match. Compares code points. Capitals count only where `typed` has some, accents
 * never. `spread`: how many times longer than `typed` a match with gaps may be; in a long text nearly everything is a
 * match otherwise.
 */
export function fuzzyScore(typed: string, text: string, spread = Number.POSITIVE_INFINITY): number | null {
  const withCapitals = typed.toLowerCase() !== typed;
  const wanted = folded(typed, withCapitals);
  const given = folded(text, withCapitals);
  if (wanted.length === 0) return 0;
  return substringScore(wanted, given) ?? gapScore(wanted, given, spread);
}

function startsWord(given: readonly string[], at: number): boolean {
  return at === 0 || !WORD.test(given[at - 1] ?? '');
}

function substringScore(wanted: readonly string[], given: readonly string[]): number | null {
  let best: number | null = null;
  for (let at = 0; at + wanted.length <= given.length; at += 1) {
    if (!wanted.every((point, i) => point === given[at + i])) continue;
    if (at === 0) return SUBSTRING + AT_START + (given.length === wanted.length ? WHOLE : 0);
    best = Math.max(best ?? 0, SUBSTRING + (startsWord(given, at) ? AT_WORD : 0));
  }
  return best;
}

/** The first place that has all letters in order, narrowed from its end. */
function gapScore(wanted: readonly string[], given: readonly string[], spread: number): number | null {
  let end = 0;
  let found = 0;
  for (; end < given.length && found < wanted.length; end += 1) {
    if (given[end] === wanted[found]) found += 1;
  }
  if (found < wanted.length) return null;
  let start = end;
  let words = 0;
  while (found > 0) {
    start -= 1;
    if (given[start] !== wanted[found - 1]) continue;
    found -= 1;
    if (startsWord(given, start)) words += 1;
  }
  const length = end - start;
  if (length > spread * wanted.length) return null;
  return Math.max(1, IN_ORDER + 5 * words - (length - wanted.length));
}
