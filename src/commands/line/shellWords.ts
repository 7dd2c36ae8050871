// The line that a user has typed so far, as the words that the shell will make of it; and a word as the shell must be given it.

export interface TypedWord {
  /** What the shell makes of it. */
  readonly text: string;
  /** As it was typed, quotes and all. */
  readonly raw: string;
  /** The quote that is open where it ends. */
  readonly quote: '' | '"' | "'";
}

const NO_WORD: TypedWord = { text: '', raw: '', quote: '' };

/** A piece of a word: text in quotes (perhaps open at the end), an escaped character, blanks between words, or plain text. */
const PIECE = /'([^']*)('?)|"((?:\\[\s\S]|[^"\\])*)("?)|\\([\s\S]?)|(\s+)|[^\s'"\\]+|\\/g;

/**
 * POSIX quoting; what only running the line could tell (variables, substitutions) stays as it was typed. The last word is
 * the one at the cursor, perhaps empty.
 */
export function shellWords(line: string): readonly TypedWord[] {
  const words: TypedWord[] = [];
  let word: TypedWord = NO_WORD;
  for (const [piece, single, singleEnd, double, doubleEnd, escaped, blank] of line.matchAll(PIECE)) {
    if (blank !== undefined) {
      if (word.raw !== '') words.push(word);
      word = NO_WORD;
      continue;
    }
    const text = single ?? double?.replace(/\\([\\"$`])/g, '$1') ?? escaped ?? piece;
    const quote = singleEnd === '' ? "'" : doubleEnd === '' ? '"' : '';
    word = { text: word.text + text, raw: word.raw + piece, quote };
  }
  return [...words, word];
}

/** The word as it must be typed where that quote is open; the shell itself closes it. */
export function quoted(word: string, quote: TypedWord['quote']): string {
  if (quote === '"') return word.replace(/["\\$`]/g, '\\$&');
  if (quote === "'") return word.replaceAll("'", "'\\''");
  return word.replace(/[^\w@%+=:,./\-\p{L}\p{N}]/gu, '\\$&');
}
