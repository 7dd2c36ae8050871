// The new-Pod prompt: name, kind and command, and a request once they make sense.

import { editField, type FieldEdit, fieldText } from '../kit/textField';
import type { Intent } from '../loop/intent';
import type { ActionOutcome } from '../loop/ports';
import { selectWhenLive } from '../loop/reduceList';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withOutcome } from '../loop/step';
import type { PromptState } from './promptState';
import { splitWords } from './splitWords';

/** Answers a key while the prompt is open. Escape closes it even while the Pod is starting; the start goes on. */
export function reducePrompt(state: DashboardState, prompt: PromptState, intent: Intent): Step {
  if (intent.kind === 'close') return stay({ ...state, overlay: null });
  if (prompt.starting) return stay(state);
  switch (intent.kind) {
    case 'edit': {
      if (prompt.field === 'kind') return stay({ ...state, overlay: withKind(prompt, intent.edit) });
      const field = editField(prompt[prompt.field], intent.edit);
      return stay({ ...state, overlay: { ...prompt, [prompt.field]: field, error: null } });
    }
    case 'nextField':
      return stay({ ...state, overlay: { ...prompt, field: besideField(prompt.field, intent.by) } });
    case 'submit':
      return prompt.field === 'command' ? submit(state, prompt) : leaveName(state, prompt);
    default:
      return stay(state);
  }
}

const FIELDS: readonly PromptState['field'][] = ['name', 'kind', 'command'];

function besideField(field: PromptState['field'], by: 1 | -1): PromptState['field'] {
  return FIELDS[(FIELDS.indexOf(field) + by + FIELDS.length) % FIELDS.length] ?? field;
}

/** The other kind; what deletes text changes nothing here. */
function withKind(prompt: PromptState, edit: FieldEdit): PromptState {
  if (edit.kind !== 'type' && edit.kind !== 'left' && edit.kind !== 'right') return prompt;
  return { ...prompt, holds: prompt.holds === 'terminal' ? 'agent' : 'terminal', error: null };
}

const NO_NAME = 'A Pod needs a name.';

function leaveName(state: DashboardState, prompt: PromptState): Step {
  const hasName = fieldText(prompt.name).trim() !== '';
  const next = hasName
    ? { ...prompt, field: 'command' as const, error: null }
    : { ...prompt, field: 'name' as const, error: NO_NAME };
  return stay({ ...state, overlay: next });
}

function submit(state: DashboardState, prompt: PromptState): Step {
  const name = fieldText(prompt.name).trim();
  if (name === '') return stay({ ...state, overlay: { ...prompt, field: 'name', error: NO_NAME } });
  const split = splitWords(fieldText(prompt.command));
  if (split.kind === 'error') return stay({ ...state, overlay: { ...prompt, error: split.message } });
  if (prompt.holds === 'agent' && split.words.length === 0) {
    const error = 'Say which agent: one that podwatch agents lists, or its command.';
    return stay({ ...state, overlay: { ...prompt, field: 'command', error } });
  }
  const starting = { ...state, overlay: { ...prompt, error: null, starting: true } };
  return withEffect(starting, {
    kind: 'run',
    request: { name, holds: prompt.holds, argv: split.words, cwd: state.cwd },
  });
}

/** While the prompt is still open a failure is shown in it, with all that was typed. */
export function runEnded(state: DashboardState, outcome: ActionOutcome): DashboardState {
  const prompt = state.overlay?.kind === 'prompt' && state.overlay.starting ? state.overlay : null;
  if (outcome.kind === 'failed') {
    if (prompt === null) return withOutcome(state, outcome);
    return { ...state, overlay: { ...prompt, starting: false, error: outcome.message } };
  }
  const closed = prompt === null ? state : { ...state, overlay: null };
  const { started } = outcome;
  return withOutcome(started === undefined ? closed : selectWhenLive(closed, started), outcome);
}
