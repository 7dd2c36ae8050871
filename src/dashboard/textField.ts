// One line of editable text with a cursor, as a value.
import type { FieldEdit } from './intent';

/** `chars`: one code point each. `cursor`: 0 … chars.length, in code points. */
export interface TextField {
  readonly chars: readonly string[];
  readonly cursor: number;
}

export const EMPTY_FIELD: TextField = { chars: [], cursor: 0 };

export function fieldText(field: TextField): string {
  return field.chars.join('');
}

function withoutRange(field: TextField, from: number, to: number): TextField {
  return { chars: [...field.chars.slice(0, from), ...field.chars.slice(to)], cursor: from };
}

function wordStart(field: TextField): number {
  let at = field.cursor;
  while (at > 0 && field.chars[at - 1] === ' ') at -= 1;
  while (at > 0 && field.chars[at - 1] !== ' ') at -= 1;
  return at;
}

/** Line ends and tabs of a paste become blanks: a field has one line, and nothing that was pasted is lost. */
function typed(text: string): string[] {
  return [...text.replace(/[\r\n\t]+/g, ' ')];
}

/** The field after one edit; the same object where nothing changes. */
export function editField(field: TextField, edit: FieldEdit): TextField {
  const { chars, cursor } = field;
  switch (edit.kind) {
    case 'type': {
      const added = typed(edit.text);
      if (added.length === 0) return field;
      return {
        chars: [...chars.slice(0, cursor), ...added, ...chars.slice(cursor)],
        cursor: cursor + added.length,
      };
    }
    case 'backspace':
      return cursor === 0 ? field : withoutRange(field, cursor - 1, cursor);
    case 'delete':
      return cursor === chars.length ? field : withoutRange(field, cursor, cursor + 1);
    case 'deleteWord':
      return cursor === 0 ? field : withoutRange(field, wordStart(field), cursor);
    case 'deleteToStart':
      return cursor === 0 ? field : withoutRange(field, 0, cursor);
    case 'left':
      return cursor === 0 ? field : { chars, cursor: cursor - 1 };
    case 'right':
      return cursor === chars.length ? field : { chars, cursor: cursor + 1 };
    case 'start':
      return cursor === 0 ? field : { chars, cursor: 0 };
    case 'end':
      return cursor === chars.length ? field : { chars, cursor: chars.length };
  }
}
