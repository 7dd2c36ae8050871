// The edits of a field for a search: bounded, as what stands in it is looked for at each key.
import { MAX_SEARCH } from '../../history/searchLimit';
import { editField, type FieldEdit, type TextField } from './textField';

/** As `editField`; null: it would become too long. */
export function editSearch(field: TextField, edit: FieldEdit): TextField | null {
  const edited = editField(field, edit);
  const isTooLong = edited.chars.length > Math.max(MAX_SEARCH, field.chars.length);
  return isTooLong ? null : edited;
}
