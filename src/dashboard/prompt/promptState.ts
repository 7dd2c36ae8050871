// The prompt for a new Pod: what has been typed into it, and what is known of that.
import { EMPTY_FIELD, fieldOf, fieldText, type TextField } from '../kit/textField';
import type { NewPodCheck, NewPodOffers, NewPodQuestion } from '../loop/ports';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly prompt: {
      readonly mode: 'prompt';
      readonly overlay: PromptState;
    };
  }
}

export type PromptField = 'name' | 'directory' | 'kind' | 'command';

/** In the order in which they stand. */
export const PROMPT_FIELDS: readonly PromptField[] = ['name', 'directory', 'kind', 'command'];

export interface PromptState {
  readonly kind: 'prompt';
  readonly field: PromptField;
  /** What it will hold. */
  readonly holds: 'terminal' | 'agent';
  readonly name: TextField;
  readonly directory: TextField;
  readonly command: TextField;
  /** What there is to choose from; null: not here yet. */
  readonly offers: NewPodOffers | null;
  /** The latest answer, which may be of an earlier text. */
  readonly check: { readonly asked: NewPodQuestion; readonly found: NewPodCheck } | null;
  /** Number of the directory that is chosen among those on offer; null: none. */
  readonly chosen: number | null;
  /** A command from before stands in the field: its number, and what had been typed there. */
  readonly recalled: { readonly at: number; readonly typed: TextField } | null;
  readonly error: string | null;
  /** The request is on its way; the text stays until it has worked. */
  readonly starting: boolean;
}

/** An empty prompt. `directory`: as a user writes it. */
export function newPrompt(directory: string): PromptState {
  return {
    kind: 'prompt',
    field: 'name',
    holds: 'terminal',
    name: EMPTY_FIELD,
    directory: fieldOf(directory),
    command: EMPTY_FIELD,
    offers: null,
    check: null,
    chosen: null,
    recalled: null,
    error: null,
    starting: false,
  };
}

/** What is to be looked at of what stands in the prompt now. */
export function newPodQuestion({ name, directory, command }: PromptState): NewPodQuestion {
  return { name: fieldText(name).trim(), directory: fieldText(directory).trim(), command: fieldText(command) };
}

/** What is known of what stands in the prompt now; null: nothing yet. */
export function checkOf(prompt: PromptState): NewPodCheck | null {
  const now = newPodQuestion(prompt);
  const { check } = prompt;
  const isSame =
    check !== null &&
    check.asked.name === now.name &&
    check.asked.directory === now.directory &&
    check.asked.command === now.command;
  return isSame ? check.found : null;
}
