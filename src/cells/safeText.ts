// Untrusted text of many lines, safe for any terminal: line breaks stay, tabs become blanks, all else is made harmless.
import { displayText } from './displayText';

const TAB_CELLS = 4;
/** Longer texts show their beginning and their end: nobody scrolls through more, and each row costs. */
const MAX_TEXT = 200_000;
/** Of one line of code or output. */
const MAX_LINE = 2000;

/** The lines of the text; at least one, which may be empty. A line break at the end begins no further line. */
export function safeLines(untrusted: string): readonly string[] {
  return untrusted
    .replace(/(?:\r\n|\n|\r)$/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => displayText(line.includes('\t') ? withoutTabs(line) : line));
}

export function safeText(untrusted: string): string {
  return safeLines(untrusted).join('\n');
}

/** The part of a long text that is laid out. */
export function shownText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const left = text.length - MAX_TEXT;
  const [head, tail] = [text.slice(0, MAX_TEXT / 2), text.slice(-MAX_TEXT / 2)];
  return `${head}\n\n… ${left} characters are not shown …\n\n${tail}`;
}

/** The lines of code or output that are laid out: of many the first and the last, of long ones the beginning. */
export function shownLines(untrusted: string, most: number): readonly string[] {
  const lines = safeLines(shownText(untrusted)).map((line) =>
    line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)}… ${line.length - MAX_LINE} more characters`,
  );
  if (lines.length <= most) return lines;
  const half = Math.floor(most / 2);
  return [...lines.slice(0, half), `… ${lines.length - 2 * half} more lines …`, ...lines.slice(-half)];
}

/** What stands in the first line that is not blank; empty where all are. */
export function firstLine(untrusted: string): string {
  // A line is long enough for any screen; the rest of a huge text is not looked at.
  const line = /[^\s][^\n\r]{0,999}/.exec(untrusted)?.[0] ?? '';
  return displayText(line).trim();
}

function withoutTabs(line: string): string {
  let out = '';
  for (const part of line.split(/(\t)/)) {
    out += part === '\t' ? ' '.repeat(TAB_CELLS - (out.length % TAB_CELLS)) : part;
  }
  return out;
}
