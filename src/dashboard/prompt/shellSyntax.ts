// Whether a typed command line means something only a shell understands.

/** As in `splitWords`, by what a shell looks into: `'…'` it does not, nor what is not finished. */
const PIECE = /'[^']*'|"(?<double>(?:[^"\\]|\\.)*)"|\\.|(?<plain>[^'"\\]+)|['"\\].*/gsu;

/** Pipes, lists, redirections, substitutions, globs; `~` and `#` at the beginning of a word; braces with a choice. */
const SYNTAX = /[|&;<>()$`*?]|\[[^\s\]]+\]|\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}|(?:^|\s)[~#]/;
/** In `"…"` only these. */
const SUBSTITUTION = /[$`]/;
/** `NAME=value` before the program. */
const ASSIGNMENT = /^\s*[A-Za-z_]\w*=/;

/** The first of it, to be shown; null: the line is a program and its arguments. */
export function shellSyntax(line: string): string | null {
  if (ASSIGNMENT.test(line)) return '=';
  for (const { groups } of line.matchAll(PIECE)) {
    const { double = '', plain = '' } = groups ?? {};
    const found = SUBSTITUTION.exec(double)?.[0] ?? SYNTAX.exec(plain)?.[0].trim();
    if (found !== undefined) return found;
  }
  return null;
}
