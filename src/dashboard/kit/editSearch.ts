// The edits of a field for a search: bounded, as what stands in it is looked for at each key.
import { editField, type FieldEdit, type TextField } from './textField';

/** Code points; no search that anybody types is longer, and no line that it could be found in is much. */
const MAX_SEARCH = 1000;

export const SEARCH_TOO_LONG = `A search has at most ${MAX_SEARCH} characters: what was typed or pasted is not taken.`;

/** As `editField`; null: it would become too long. */
export function editSearch(field: TextField, edit: FieldEdit): TextField | null {
  const edited = editField(field, edit);
  const isTooLong = edited.chars.length > Math.max(MAX_SEARCH, field.chars.length);
  return isTooLong ? null : edited;
}
