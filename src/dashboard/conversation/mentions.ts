// A file that is being mentioned in a text: `@` and the beginning of its path, right before the cursor.
import type { TextField } from '../kit/textField';

/** What a path may be long; nobody types a longer one. */
const MAX_PATH = 200;

/** The path as far as it is written, without `@`; null: none is being written. */
export function mentionedPath({ chars, cursor }: TextField): string | null {
  for (let at = cursor - 1; at >= 0 && cursor - at <= MAX_PATH; at -= 1) {
    const char = chars[at];
    if (char === '@') return isStart(chars[at - 1]) ? chars.slice(at + 1, cursor).join('') : null;
    if (char === undefined || /\s/.test(char)) return null;
  }
  return null;
}

/** The field with the whole path in place of what is written of it; a directory can be gone on with. */
export function withMention(field: TextField, file: string): TextField {
  const path = mentionedPath(field);
  if (path === null) return field;
  const { chars, cursor } = field;
  const from = cursor - [...path].length;
  const written = /\s/.test(file) ? `"${file}"` : file;
  const added = [...written, ...(file.endsWith('/') ? [] : [' '])];
  return { chars: [...chars.slice(0, from), ...added, ...chars.slice(cursor)], cursor: from + added.length };
}

function isStart(before: string | undefined): boolean {
  return before === undefined || /[\s(]/.test(before);
}
