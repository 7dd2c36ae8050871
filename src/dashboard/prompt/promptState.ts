// The prompt for a new Pod: what has been typed into it.
import { EMPTY_FIELD, type TextField } from '../kit/textField';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly prompt: {
      readonly mode: 'prompt';
      readonly overlay: PromptState;
    };
  }
}

export interface PromptState {
  readonly kind: 'prompt';
  readonly field: 'name' | 'kind' | 'command';
  /** What it will hold. */
  readonly holds: 'terminal' | 'agent';
  readonly name: TextField;
  readonly command: TextField;
  readonly error: string | null;
  /** The request is on its way; the text stays until it has worked. */
  readonly starting: boolean;
}

/** An empty prompt. */
export const NEW_PROMPT: PromptState = {
  kind: 'prompt',
  field: 'name',
  holds: 'terminal',
  name: EMPTY_FIELD,
  command: EMPTY_FIELD,
  error: null,
  starting: false,
};
