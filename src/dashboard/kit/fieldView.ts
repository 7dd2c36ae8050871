// The part of a text field that fits its place: its cursor is always in sight.
import { textWidth } from '../../cells/cellWidth';
import { displayText } from '../../cells/displayText';
import type { TextField } from './textField';

/** Code points for a cell, with those that take none: what lies further off is not looked at, for a paste may be a file. */
const CHARS_OF_CELL = 4;

/** Safe text, split at the cursor; `before` is narrower than `cells`, `after` may be longer. */
export function fieldView(
  { chars, cursor }: TextField,
  cells: number,
): { readonly before: string; readonly after: string } {
  const near = CHARS_OF_CELL * Math.max(1, cells);
  const before = [...displayText(chars.slice(Math.max(0, cursor - near), cursor).join(''))];
  while (before.length > 0 && textWidth(before.join('')) >= cells) before.shift();
  return { before: before.join(''), after: displayText(chars.slice(cursor, cursor + near).join('')) };
}
