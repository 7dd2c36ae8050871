// The prompt for a new Pod: what has been typed into it, and what is known of that.
import type { PodId } from '../../podList/podId';
import { EMPTY_FIELD, fieldOf, fieldText, type TextField } from '../kit/textField';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly prompt: {
      readonly mode: 'prompt';
      readonly overlay: PromptState;
    };
  }
}

/** What stands in the prompt for a new Pod. */
export interface NewPodQuestion {
  /** Empty: none yet. */
  readonly name: string;
  readonly directory: string;
  readonly command: string;
}

export interface NewPodCheck {
  /** Why it cannot have the name, a sentence; null: it can, or none is given. */
  readonly nameFault: string | null;
  /** A name that is free; empty: none could be found. */
  readonly suggestion: string;
  /** Why nothing can start there, a sentence; null: it can. */
  readonly directoryFault: string | null;
  /** Absolute paths that go on from what is typed. */
  readonly directories: readonly string[];
}

export interface NewPodOffers {
  /** The user's, by its path. */
  readonly shell: string;
  /** `fetched`: npx would get it first. */
  readonly agents: readonly { readonly name: string; readonly how: 'installed' | 'fetched' }[];
}

export type PromptField = 'name' | 'directory' | 'kind' | 'command';

const ALL_FIELDS: readonly PromptField[] = ['name', 'directory', 'kind', 'command'];
const DIRECTORY_ALONE: readonly PromptField[] = ['directory'];

/** In the order in which they stand. */
export function promptFields({ restores }: PromptState): readonly PromptField[] {
  return restores === null ? ALL_FIELDS : DIRECTORY_ALONE;
}

/** A Pod that cannot be restored where it was: the prompt then asks for a directory alone. */
export interface RestoredElsewhere {
  readonly id: PodId;
  readonly key: string;
  /** Where it was; empty: that is not known. */
  readonly from: string;
  /** It is to be opened then. */
  readonly opens: boolean;
}

export interface PromptState {
  readonly kind: 'prompt';
  /** Null: it is for a new Pod. */
  readonly restores: RestoredElsewhere | null;
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
  /** It is to start as soon as a name is suggested for it. */
  readonly awaitsName: boolean;
  /** The request is on its way; the text stays until it has worked. */
  readonly starting: boolean;
}

/** An empty prompt. `directory`: as a user writes it. */
export function newPrompt(directory: string, restores: RestoredElsewhere | null = null): PromptState {
  return {
    kind: 'prompt',
    restores,
    field: restores === null ? 'name' : 'directory',
    holds: 'terminal',
    name: EMPTY_FIELD,
    directory: fieldOf(directory),
    command: EMPTY_FIELD,
    offers: null,
    check: null,
    chosen: null,
    recalled: null,
    error: null,
    awaitsName: false,
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
