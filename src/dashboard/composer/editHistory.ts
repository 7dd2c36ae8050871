// What a draft was before: each change can be taken back, and what was deleted by the word or the line comes back.
import { EMPTY_FIELD, editField, type FieldEdit, fieldText, type TextField } from '../kit/textField';

/** Changes that can be taken back, and texts that were deleted. */
const MAX_STEPS = 200;
const MAX_KILLS = 20;
/** Code points (8 bytes each) in all steps of one draft: each holds the whole text, and a paste may be a file. */
const MAX_PAST_CHARS = 4_000_000;

export interface EditHistory {
  /** The field before each change, the newest last. */
  readonly past: readonly TextField[];
  /** The last change typed a part of a word, which the next letter goes on with. */
  readonly isTyping: boolean;
  /** The last change put in what was deleted: how much, and how many texts have been deleted since. Missing: another one. */
  readonly yanked?: { readonly length: number; readonly nth: number };
}

export const NO_HISTORY: EditHistory = { past: [], isTyping: false };

export interface Edited {
  readonly field: TextField;
  readonly history: EditHistory;
  /** What was deleted, the newest last. */
  readonly kills: readonly string[];
}

/** The field after one edit, with what can be taken back of it. */
export function editWithHistory({ field, history, kills }: Edited, edit: FieldEdit): Edited {
  if (edit.kind === 'undo') return undone({ field, history, kills });
  if (edit.kind === 'yankPop') return popped({ field, history, kills });
  const yanked: FieldEdit = edit.kind === 'yank' ? { kind: 'type', text: kills.at(-1) ?? '' } : edit;
  const next = editField(field, yanked, true);
  if (next.chars === field.chars) return { field: next, history: { past: history.past, isTyping: false }, kills };
  return { field: next, history: changed(history, field, next, edit), kills: killed(kills, field, next, edit) };
}

function undone({ field, history, kills }: Edited): Edited {
  const before = history.past.at(-1);
  if (before === undefined) return { field, history, kills };
  return { field: before, history: { past: history.past.slice(0, -1), isTyping: false }, kills };
}

/** What was deleted before that stands in the place of what was put in. */
function popped({ field, history, kills }: Edited): Edited {
  const { yanked } = history;
  if (yanked === undefined || kills.length < 2) return { field, history, kills };
  const nth = (yanked.nth + 1) % kills.length;
  const text = [...(kills.at(-1 - nth) ?? '')];
  const from = field.cursor - yanked.length;
  const chars = [...field.chars.slice(0, from), ...text, ...field.chars.slice(field.cursor)];
  const next = { chars, cursor: from + text.length };
  return { field: next, history: { ...history, yanked: { length: text.length, nth } }, kills };
}

function changed({ past, isTyping }: EditHistory, field: TextField, next: TextField, edit: FieldEdit): EditHistory {
  const isLetter = edit.kind === 'type' && edit.text.length === 1 && edit.text !== ' ';
  if (isLetter && isTyping) return { past, isTyping: true };
  // What brings back the text of a moment ago leaves that as the one to go back to.
  const isBack = edit.kind === 'yank' && past.length > 0 && sameText(past.at(-1) ?? EMPTY_FIELD, next);
  const steps = isBack ? past : pastWith(past, field);
  const yanked = edit.kind === 'yank' && { yanked: { length: next.cursor - field.cursor, nth: 0 } };
  return { past: steps, isTyping: isLetter, ...yanked };
}

/** One more step that can be taken back; for it the oldest go, where they are too many or too long in all. */
export function pastWith(past: readonly TextField[], { chars, cursor }: TextField): readonly TextField[] {
  // Another object: what is remembered of the field's rows must not live as long as the step.
  const steps = [...past, { chars, cursor }].slice(-MAX_STEPS);
  let total = chars.length;
  let from = steps.length - 1;
  while (from > 0) {
    total += steps[from - 1]?.chars.length ?? 0;
    if (total > MAX_PAST_CHARS) break;
    from -= 1;
  }
  return from === 0 ? steps : steps.slice(from);
}

function sameText(a: TextField, b: TextField): boolean {
  return a.chars.length === b.chars.length && fieldText(a) === fieldText(b);
}

const KILLS: ReadonlySet<FieldEdit['kind']> = new Set([
  'deleteWord',
  'deleteWordRight',
  'deleteToStart',
  'deleteToEnd',
]);

function killed(kills: readonly string[], before: TextField, after: TextField, edit: FieldEdit): readonly string[] {
  if (!KILLS.has(edit.kind)) return kills;
  const length = before.chars.length - after.chars.length;
  const text = before.chars.slice(after.cursor, after.cursor + length).join('');
  return text === '' ? kills : [...kills, text].slice(-MAX_KILLS);
}
