// The part of a text field that fits its place: its cursor is always in sight.
import { textWidth } from '../../cells/cellWidth';
import { displayText } from '../../cells/displayText';
import type { TextField } from './textField';

/** Safe text, split at the cursor; `before` is narrower than `cells`, `after` may be of any length. */
export function fieldView(field: TextField, cells: number): { readonly before: string; readonly after: string } {
  const chars = [...displayText(field.chars.slice(0, field.cursor).join(''))];
  while (chars.length > 0 && textWidth(chars.join('')) >= cells) chars.shift();
  return { before: chars.join(''), after: displayText(field.chars.slice(field.cursor).join('')) };
}
