// The values that an agent asks for, from the words a user has given, in the types that the agent expects.
import type { QuestionField, QuestionForm } from '../../protocol/agentQuestion';
import type { Parsed } from '../../protocol/parsed';

export type FormValues = Record<string, string | number | boolean | string[]>;

/** An error names the field and what it takes; nothing is sent then. */
export function formValues(form: QuestionForm, given: Readonly<Record<string, string>>): Parsed<FormValues> {
  const values: FormValues = {};
  const unknown = Object.keys(given).find((id) => !form.fields.some((field) => field.id === id));
  if (unknown !== undefined) {
    const ids = form.fields.map(({ id }) => id).join(', ');
    return { ok: false, error: `The agent asks for nothing that is called "${unknown}"; it asks for: ${ids}.` };
  }
  for (const field of form.fields) {
    const text = given[field.id] ?? field.initial ?? '';
    if (text.trim() === '' && field.type !== 'text') {
      if (field.required) return { ok: false, error: `"${field.title}" is needed.` };
      continue;
    }
    if (text === '') {
      if (field.required) return { ok: false, error: `"${field.title}" is needed.` };
      continue;
    }
    const value = fieldValue(field, text);
    if (!value.ok) return value;
    values[field.id] = value.value;
  }
  return { ok: true, value: values };
}

function fieldValue(field: QuestionField, text: string): Parsed<FormValues[string]> {
  const { title, type, options } = field;
  switch (type) {
    case 'number':
    case 'integer': {
      const number = Number(text);
      const fits = Number.isFinite(number) && (type === 'number' || Number.isInteger(number));
      return fits ? { ok: true, value: number } : { ok: false, error: `"${title}" takes a number, not "${text}".` };
    }
    case 'boolean': {
      const word = text.trim().toLowerCase();
      if (/^(true|yes|y|on|1)$/.test(word)) return { ok: true, value: true };
      if (/^(false|no|n|off|0)$/.test(word)) return { ok: true, value: false };
      return { ok: false, error: `"${title}" takes yes or no, not "${text}".` };
    }
    case 'choice':
      return chosen(field, text);
    case 'choices': {
      const picked = text.split(',').map((word) => chosen(field, word.trim()));
      const wrong = picked.find((choice) => !choice.ok);
      if (wrong && !wrong.ok) return wrong;
      return { ok: true, value: picked.flatMap((choice) => (choice.ok ? [choice.value] : [])) };
    }
    default:
      return options.length > 0 ? chosen(field, text) : { ok: true, value: text };
  }
}

/** By value or by name. */
function chosen({ title, options }: QuestionField, text: string): Parsed<string> {
  const found = options.find(({ value }) => value === text) ?? options.find(({ name }) => name === text);
  if (found) return { ok: true, value: found.value };
  const names = options.map(({ name }) => name).join(', ');
  return { ok: false, error: `"${title}" takes one of: ${names}; not "${text}".` };
}
