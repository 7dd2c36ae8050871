// The keys of every field: rows of the keymap for all modes that take text.
import type { FieldEdit } from '../kit/textField';
import type { Mode } from './featureTypes';
import type { Intent } from './intent';
import type { KeyRow } from './keyRow';

/** The intent of an edit that types nothing. */
export function editIntent(kind: Exclude<FieldEdit['kind'], 'type'>): Intent {
  return { kind: 'edit', edit: { kind } };
}

/** Of Ctrl+K, where a field has lines. */
export const REST_OF_LINE = 'delete the rest of the line';

/** `modes`: where letters are text. */
export function editKeys(modes: readonly Mode[]): readonly KeyRow[] {
  const row = (keys: readonly string[], kind: Exclude<FieldEdit['kind'], 'type'>, help: string | null): KeyRow => ({
    modes,
    keys,
    intent: editIntent(kind),
    help,
    bar: null,
  });
  return [
    row(['backspace', 'C-h'], 'backspace', null),
    row(['delete', 'C-d'], 'delete', null),
    row(['left', 'C-b'], 'left', null),
    row(['right', 'C-f'], 'right', null),
    row(['home', 'C-a'], 'start', null),
    row(['end', 'C-e'], 'end', null),
    row(['C-left', 'M-b'], 'wordLeft', 'back by a word'),
    row(['C-right', 'M-f'], 'wordRight', 'on by a word'),
    row(['C-w', 'M-backspace'], 'deleteWord', 'delete the word before the cursor'),
    row(['M-d'], 'deleteWordRight', null),
    row(['C-u'], 'deleteToStart', 'delete the line up to the cursor'),
    row(['C-y'], 'yank', 'put in what was deleted last; Alt+y then: what was deleted before that'),
    row(['C-_', 'C-/'], 'undo', 'take the last change back'),
  ];
}
