// What a person wrote, out of what a tool sent: its own blocks before the words, and its wrapper around them, taken off.
import { at, listAt, textAt } from './jsonFields';

/** Of a text that a row shows or that is searched, characters. */
const MAX_CHARACTERS = 400;
/** A text longer than this is not looked at behind it, characters. */
const MAX_LOOKED_AT = 64 * 1024;

/** Blocks that tools put before a prompt, or send as if they were one. */
const BLOCK = /^<([A-Za-z][\w:-]*)(?:\s[^<>]*)?>/;
/** Around the person's own words. */
const WRAPPERS: ReadonlySet<string> = new Set(['user_input', 'user_query', 'user_message', 'user-prompt']);
const TOOL_TEXTS = /^(?:# AGENTS\.md instructions|Caveat: The messages below|This session is being continued from)/;

/**
 * The person's words, whole; null where nothing of them is left: a text of blocks alone is no prompt. A block
 * without its end goes as far as the text does.
 */
export function promptOf(text: string | null): string | null {
  if (text === null) return null;
  let rest = text.slice(0, MAX_LOOKED_AT).trimStart();
  for (let block = BLOCK.exec(rest); block !== null; block = BLOCK.exec(rest)) {
    const [opening, name = ''] = block;
    const end = rest.indexOf(`</${name}>`);
    if (WRAPPERS.has(name)) {
      rest = rest.slice(opening.length, end < 0 ? undefined : end).trimStart();
      continue;
    }
    // Text that only looks like a tag has no end: a prompt may well begin with `<div> is …`.
    if (end < 0) return isToolBlock(name) ? null : rest;
    rest = rest.slice(end + name.length + 3).trimStart();
  }
  return rest === '' || TOOL_TEXTS.test(rest) ? null : rest.trimEnd();
}

/** Tools name their blocks with `_` or `-`; a person's tag (HTML) seldom. */
function isToolBlock(name: string): boolean {
  return /[-_]/.test(name);
}

/** One cut line, blanks run together; null where nothing is left. */
export function lineOf(text: string | null): string | null {
  if (text === null) return null;
  const line = text
    .slice(0, MAX_CHARACTERS * 4)
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '') return null;
  const cut = line.length <= MAX_CHARACTERS ? line : `${line.slice(0, MAX_CHARACTERS).trimEnd()}…`;
  // A slice would keep the whole text, and with it a line of megabytes, in memory.
  return Buffer.from(cut, 'utf8').toString('utf8');
}

/** The text of a message content: a string, or the `text` of its parts that are texts, joined. */
export function promptContentText(content: unknown): string | null {
  if (typeof content === 'string') return content;
  const texts = (Array.isArray(content) ? content : []).flatMap((part) => textOfPart(part) ?? []);
  return texts.length === 0 ? null : texts.join('\n');
}

/** `{type:"text", text}` in whatever case, or Gemini's bare `{text}`. */
function textOfPart(part: unknown): string | null {
  if (typeof part === 'string') return part;
  const type = textAt(part, 'type');
  if (type !== null && !/^(?:input_|output_)?text$/i.test(type)) return null;
  if (at(part, 'thought') === true) return null;
  return textAt(part, 'text');
}

/** The text of Gemini's `parts`. */
export function partsText(message: unknown): string | null {
  return promptContentText(listAt(message, 'parts'));
}
