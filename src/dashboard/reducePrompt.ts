// The new-Pod prompt: two fields, and a request once both make sense.
import type { Intent } from './intent';
import { splitWords } from './splitWords';
import type { DashboardState, PromptState } from './state';
import { ask, type Step, stay } from './step';
import { EMPTY_FIELD, editField, fieldText } from './textField';

/** An empty prompt. */
export const NEW_PROMPT: PromptState = {
  kind: 'prompt',
  field: 'name',
  name: EMPTY_FIELD,
  command: EMPTY_FIELD,
  error: null,
  starting: false,
};

/** Answers a key while the prompt is open. Escape closes it even while the Pod is starting; the start goes on. */
export function reducePrompt(state: DashboardState, prompt: PromptState, intent: Intent): Step {
  if (intent.kind === 'close') return stay({ ...state, overlay: null });
  if (prompt.starting) return stay(state);
  switch (intent.kind) {
    case 'edit': {
      const field = editField(prompt[prompt.field], intent.edit);
      return stay({ ...state, overlay: { ...prompt, [prompt.field]: field, error: null } });
    }
    case 'nextField':
      return stay({ ...state, overlay: { ...prompt, field: prompt.field === 'name' ? 'command' : 'name' } });
    case 'submit':
      return prompt.field === 'name' ? leaveName(state, prompt) : submit(state, prompt);
    default:
      return stay(state);
  }
}

const NO_NAME = 'A Pod needs a name.';

function leaveName(state: DashboardState, prompt: PromptState): Step {
  const hasName = fieldText(prompt.name).trim() !== '';
  const next = hasName ? { ...prompt, field: 'command' as const, error: null } : { ...prompt, error: NO_NAME };
  return stay({ ...state, overlay: next });
}

function submit(state: DashboardState, prompt: PromptState): Step {
  const name = fieldText(prompt.name).trim();
  if (name === '') return stay({ ...state, overlay: { ...prompt, field: 'name', error: NO_NAME } });
  const split = splitWords(fieldText(prompt.command));
  if (split.kind === 'error') return stay({ ...state, overlay: { ...prompt, error: split.message } });
  const starting = { ...state, overlay: { ...prompt, error: null, starting: true } };
  return ask(starting, { kind: 'run', request: { name, argv: split.words, cwd: state.cwd } });
}
