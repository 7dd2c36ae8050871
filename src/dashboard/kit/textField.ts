// Editable text with a cursor, as a value: one line of a prompt, or the lines of the composer.

import { textWidth } from '../../cells/cellWidth';
import { codePointWidth } from '../../cells/codePointWidth';

/** How a text field changes; `type` inserts at the cursor. */
export type FieldEdit =
  | { readonly kind: 'type'; readonly text: string }
  | {
      readonly kind:
        | 'backspace'
        | 'delete'
        | 'deleteWord'
        | 'deleteWordRight'
        | 'deleteToStart'
        | 'left'
        | 'right'
        | 'wordLeft'
        | 'wordRight'
        | 'start'
        | 'end';
    }
  /** Of fields that keep what they were: what was deleted last, what before that in its place, and the text before the last change. */
  | { readonly kind: 'yank' | 'yankPop' | 'undo' }
  /** Of fields with several lines: `up` and `down` go to the line beside, the others end where the line does. */
  | { readonly kind: 'newline' | 'deleteToEnd' | 'up' | 'down' };

/** `chars`: one code point each, `\n` between lines. `cursor`: 0 … chars.length, in code points. */
export interface TextField {
  readonly chars: readonly string[];
  readonly cursor: number;
}

export const EMPTY_FIELD: TextField = { chars: [], cursor: 0 };

/** A field that holds `text`, the cursor at its end. */
export function fieldOf(text: string): TextField {
  const chars = [...text];
  return { chars, cursor: chars.length };
}

export function fieldText(field: TextField): string {
  return field.chars.join('');
}

const ZWJ = '\u200d';

/** Whether the code point at `at` only adds to the one before it: a mark, a joiner, a skin tone, a joined emoji. */
export function extendsCluster(chars: readonly string[], at: number): boolean {
  const char = chars[at];
  if (char === undefined || at === 0 || char === '\n') return false;
  const codePoint = char.codePointAt(0) ?? 0;
  const isSkinTone = codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
  return isSkinTone || chars[at - 1] === ZWJ || (codePoint >= 0x300 && codePointWidth(codePoint) === 0);
}

/** A grapheme is looked for within so many code points: nobody types longer ones. */
const NEAR = 128;

let segmenter: Intl.Segmenter | null = null;

function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

const isPlain = (char: string | undefined): boolean => char === undefined || (char >= '\n' && char <= '~');

/** Where the grapheme before the cursor begins: a flag and a family are one. */
function before(chars: readonly string[], cursor: number): number {
  if (cursor <= 1 || (isPlain(chars[cursor - 1]) && isPlain(chars[cursor - 2]))) return Math.max(0, cursor - 1);
  // From a plain character on, which may be what marks stand on, so that no pair of a row of flags is cut in two.
  let from = cursor - 1;
  while (from > 0 && cursor - from < NEAR && !isPlain(chars[from])) from -= 1;
  let length = 1;
  for (const { segment } of graphemes(chars.slice(from, cursor).join(''))) length = [...segment].length;
  return cursor - length;
}

function after(chars: readonly string[], cursor: number): number {
  if (isPlain(chars[cursor]) && isPlain(chars[cursor + 1])) return Math.min(chars.length, cursor + 1);
  for (const { segment } of graphemes(chars.slice(cursor, cursor + NEAR).join(''))) return cursor + [...segment].length;
  return chars.length;
}

function withoutRange(field: TextField, from: number, to: number): TextField {
  return { chars: field.chars.slice(0, from).concat(field.chars.slice(to)), cursor: from };
}

function movedTo(field: TextField, cursor: number): TextField {
  return cursor === field.cursor ? field : { chars: field.chars, cursor };
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\n' || char === '\t';

function wordStart({ chars, cursor }: TextField): number {
  let at = cursor;
  while (at > 0 && isBlank(chars[at - 1])) at -= 1;
  while (at > 0 && !isBlank(chars[at - 1])) at -= 1;
  return at;
}

function wordEnd({ chars, cursor }: TextField): number {
  let at = cursor;
  while (at < chars.length && isBlank(chars[at])) at += 1;
  while (at < chars.length && !isBlank(chars[at])) at += 1;
  return at;
}

function lineStart({ chars }: TextField, at: number): number {
  return at === 0 ? 0 : chars.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd({ chars }: TextField, at: number): number {
  const end = chars.indexOf('\n', at);
  return end < 0 ? chars.length : end;
}

/** Where the cursor stands after a step to the line that starts at `start`, in the same column of cells. */
function inLine(field: TextField, start: number): number {
  const { chars, cursor } = field;
  const column = textWidth(chars.slice(lineStart(field, cursor), cursor).join(''));
  const end = lineEnd(field, start);
  let at = start;
  for (let next = after(chars, at); at < end; at = next, next = after(chars, at)) {
    if (textWidth(chars.slice(start, next).join('')) > column) break;
  }
  return at;
}

function vertical(field: TextField, direction: 'up' | 'down'): number {
  const start = lineStart(field, field.cursor);
  if (direction === 'up') return start === 0 ? 0 : inLine(field, lineStart(field, start - 1));
  const end = lineEnd(field, field.cursor);
  return end === field.chars.length ? end : inLine(field, end + 1);
}

/** In a field of one line, line ends and tabs of a paste become blanks: nothing that was pasted is lost. */
function typed(text: string, hasLines: boolean): string[] {
  if (!hasLines) return [...text.replace(/[\r\n\t]+/g, ' ')];
  // A control would be typed into the Pod's program as the key it stands for.
  return [...text.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')];
}

function inserted(field: TextField, added: readonly string[]): TextField {
  const { chars, cursor } = field;
  if (added.length === 0) return field;
  // Not spread: a text may be long, and this is done at each key.
  return { chars: chars.slice(0, cursor).concat(added, chars.slice(cursor)), cursor: cursor + added.length };
}

/** Up to the end of the line; at its end, the line break itself. */
function deleteToEnd(field: TextField): TextField {
  const { chars, cursor } = field;
  const end = lineEnd(field, cursor);
  if (cursor === chars.length) return field;
  return withoutRange(field, cursor, end === cursor ? cursor + 1 : end);
}

/** The field after one edit; the same object where nothing changes. `hasLines`: a paste keeps its line breaks. */
export function editField(field: TextField, edit: FieldEdit, hasLines = false): TextField {
  const { chars, cursor } = field;
  switch (edit.kind) {
    case 'type':
      return inserted(field, typed(edit.text, hasLines));
    case 'newline':
      return inserted(field, hasLines ? ['\n'] : []);
    case 'backspace':
      return cursor === 0 ? field : withoutRange(field, before(chars, cursor), cursor);
    case 'delete':
      return cursor === chars.length ? field : withoutRange(field, cursor, after(chars, cursor));
    case 'deleteWord':
      return cursor === 0 ? field : withoutRange(field, wordStart(field), cursor);
    case 'deleteWordRight':
      return cursor === chars.length ? field : withoutRange(field, cursor, wordEnd(field));
    case 'deleteToStart': {
      const start = lineStart(field, cursor);
      return start === cursor ? field : withoutRange(field, start, cursor);
    }
    case 'deleteToEnd':
      return deleteToEnd(field);
    case 'left':
      return movedTo(field, before(chars, cursor));
    case 'right':
      return movedTo(field, after(chars, cursor));
    case 'wordLeft':
      return movedTo(field, wordStart(field));
    case 'wordRight':
      return movedTo(field, wordEnd(field));
    case 'yank':
    case 'yankPop':
    case 'undo':
      return field;
    case 'start':
      return movedTo(field, lineStart(field, cursor));
    case 'end':
      return movedTo(field, lineEnd(field, cursor));
    case 'up':
    case 'down':
      return movedTo(field, vertical(field, edit.kind));
  }
}
