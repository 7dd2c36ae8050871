// The files that a text mentions as `@path`, as far as they are there.
import { statSync } from 'node:fs';
import path from 'node:path';

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `file`: as it was written, without `@`. */
  | { readonly kind: 'file'; readonly file: string };

/** A blank, or the start, and `@`; a path with blanks stands in quotes. */
const MENTION = /(?<=^|\s|\()@(?:"([^"\n]+)"|([^\s"]+))/gu;
/** What ends a sentence does not belong to a path, unless there is such a file. */
const TRAILING = /[.,;:!?)\]}'"]+$/u;

/** The text in its order, cut where a file is mentioned that exists under `cwd` (absolute), or at an absolute path. */
export function mentionedFiles(text: string, cwd: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(MENTION)) {
    const quoted = match[1];
    const written = quoted ?? match[2] ?? '';
    const file = [written, written.replace(TRAILING, '')].find(
      (name) => name !== '' && exists(path.resolve(cwd, name)),
    );
    if (file === undefined) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'file', file });
    from = match.index + 1 + file.length + (quoted === undefined ? 0 : 2);
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function exists(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
