// Splits a typed command line into words without a shell: quotes and backslashes only, no expansion of any kind.

export type SplitWords =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'error'; readonly message: string };

/** Blanks, '…', "…", a backslash with its character, plain characters; last, what stands alone without its end. */
const PIECE =
  /(?<blank>\s+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>.)|(?<plain>[^\s'"\\]+)|(?<open>.)/gsu;

/**
 * `'…'` keeps everything; in `"…"` a backslash escapes `"` and `\`; outside quotes it escapes the next character.
 * Blank input gives no words; `''` is one empty word. `$`, `*`, `~`, `|`, `;` are plain characters.
 */
export function splitWords(line: string): SplitWords {
  const words: string[] = [];
  let word: string | null = null;
  for (const { groups } of line.matchAll(PIECE)) {
    const { blank, single, double, escaped, plain, open } = groups ?? {};
    if (open !== undefined) return unfinished(open);
    if (blank === undefined) {
      word = `${word ?? ''}${single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? plain ?? ''}`;
    } else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (word !== null) words.push(word);
  return { kind: 'words', words };
}

function unfinished(open: string): SplitWords {
  const message =
    open === '\\' ? 'The command ends in a lone backslash.' : `The command has an opening ${open} without its end.`;
  return { kind: 'error', message };
}
