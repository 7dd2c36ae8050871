// The line of a screen that says what goes on: not its borders, key bars, pagers' marks, prompts and padding.

/** One row of a screen, read from the bottom upwards. */
export interface ScreenLine {
  readonly text: string;
  /** Its whole width, or all of its text on the screen of a full-screen program, is inverse or has a background of its own. */
  readonly isBar: boolean;
}

/** Longer rows say no more in a preview, UTF-16 units. */
const MAX_ROW = 1000;
/** Lines, corners and blocks at both ends of a row, and what lists begin with. */
const EDGES = /^[\s\u2500-\u259f|*•●○◯⏺⎿▌]+(?:- )?|[\s\u2500-\u259f|]+$/gu;
const WORD = /\p{L}{2,}/u;
const SOMETHING = /[\p{L}\p{N}]/u;

/** What stands above the output of a restored Pod (`restoredPreface`). */
const RESTORED = /^restored \d{4}-\d\d-\d\d \d\d:\d\d$/;
/** `less`, `man`, `more`, `git`, vim: where they are, not what they show. */
const PAGER =
  /^(?:(?:\S.{0,200} )?\(END\)|--More--.*|lines \d+-\d+(?:\/\d+)?(?: .*)?|Manual page .* line \d+.*|-- (?:INSERT|NORMAL|VISUAL|REPLACE)[^-]*--.*|.*\(press h for help or q to quit\))$/i;
/** The last row of vim: `"app.ts" 25L, 1267B`, and the place of its cursor, `12,3-10  Top`. */
const EDITOR =
  /^"[^"]{1,200}"(?: \[[^\]]{1,40}\])? \d+L, \d+[BC]\b|(?:^|\s)\d+,\d+(?:-\d+)?\s+(?:Top|Bot|All|\d{1,2}%)$/;
/** `^G Help  ^O Write Out`, `F1Help F2Setup F3Search`. */
const KEY_BAR = /^(?:\^\S ?[^^]{2,}){2,}$|^(?:F\d{1,2} ?\S+\s*){3,}/;
const NAMED_KEY =
  '(?:(?:ctrl|alt|shift|cmd|meta|opt|option)[ +-]?\\S+|esc(?:ape)?|enter|return|tab|space|backspace|pg(?:up|dn)|F\\d{1,2}|\\^\\S|[↑↓←→⏎⇧⌥⌃⌘⇥]+\\S*|\\?)';
/** `esc to interrupt`, `? for shortcuts`, `press q to quit`. */
const ONE_HINT = new RegExp(`^(?:\\(?${NAMED_KEY}|press \\S+|type \\S+) (?:to|for|again)\\b`, 'i');
/** One of several, beside each other: `q quit`, `Enter select`. */
const SHORT_HINT = new RegExp(`^(?:${NAMED_KEY}|[a-z?/:]|[a-z]/[a-z])[: ]+\\S+(?: \\S+){0,3}$`, 'i');
const BETWEEN_HINTS = /\s{2,}|\s*[·•|│,]\s*/;

/** `me@host:~/src$`, `~/src ❯`, `[me@host src]#`, `(venv) C:\>`: at its end the character at which one types. */
const PROMPT =
  /^(?:\([^)]*\)\s*)?(?:\[?[\w.-]+@[\w.-]+(?:[: ][^\n$#%❯>]*)?\]?|[~/][^\s$#%❯>]*(?:\s[^\s$#%❯>]{1,40}){0,3}|(?:ba|z|fi|da)?sh-[\d.]+|[A-Z]:\\[^>]*|In \[\d+\]:)?\s*[$#%❯>›»➜λ:]+(?:\s|$)/u;

/** `host%`, and the first of the two rows of a prompt: `~/src on main`. */
const ONLY_PROMPT = /^[\w.-]*[a-z][\w.-]*[%#$>]$|^~(?:\/\S*)?(?: on \S.*)?$/i;

/**
 * What a preview shows of `lines`, the lowest first: the lowest row with words in it; else what was typed at a prompt or
 * stands in a bar; else anything; empty where there is nothing. Untrusted text.
 */
export function wordLine(lines: Iterable<ScreenLine>): string {
  let typed: string | null = null;
  let anything: string | null = null;
  for (const { text, isBar } of lines) {
    const row = text
      .slice(0, MAX_ROW)
      .replace(EDGES, '')
      .replace(/\s{3,}/g, '  ');
    if (!SOMETHING.test(row) || RESTORED.test(row) || PAGER.test(row) || EDITOR.test(row)) continue;
    if (!WORD.test(row)) {
      anything ??= row;
      continue;
    }
    if (isKeyBar(row) || ONLY_PROMPT.test(row)) continue;
    const prompt = PROMPT.exec(row)?.[0];
    const said = prompt === undefined ? row : row.slice(prompt.length).trim();
    if (prompt === undefined && !isBar) return row;
    if (WORD.test(said)) typed ??= said;
  }
  return typed ?? anything ?? '';
}

function isKeyBar(row: string): boolean {
  if (KEY_BAR.test(row) || ONE_HINT.test(row)) return true;
  const hints = row.split(BETWEEN_HINTS).filter((part) => part !== '');
  return hints.length > 1 && hints.every((hint) => SHORT_HINT.test(hint) || ONE_HINT.test(hint));
}
