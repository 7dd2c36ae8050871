// What is known of the question before the user: an agent's permission, open until it is answered.
import type { PodEntry } from '../../podList/podList';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly question: {
      readonly mode: 'question';
      readonly overlay: QuestionOverlay;
      readonly slice: QuestionState;
    };
  }
}

/** What the agent of a Pod asks, over the pane at hand. */
export interface QuestionOverlay {
  readonly kind: 'question';
  readonly entry: PodEntry;
  /** The first row shown. */
  readonly top: number;
}

export interface QuestionState {
  /** The one before the user's eyes; ready once it has been there long enough to be read. */
  readonly shown: ShownQuestion | null;
  /** Ids of questions whose answer is on its way: a key pressed twice answers once. */
  readonly answering: ReadonlySet<string>;
  /** Values that were given to a question which asks for several, by its id and the field's. */
  readonly values: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface ShownQuestion {
  readonly id: string;
  readonly isReady: boolean;
  /** Its end was on the screen. */
  readonly isRead: boolean;
  /** The first row shown of it in an open conversation. */
  readonly top: number;
}

export const NO_QUESTION: QuestionState = { shown: null, answering: new Set(), values: new Map() };

/** Agents number their questions each for itself. */
export function questionId(podKey: string, requestId: string): string {
  return `${podKey}\u0000${requestId}`;
}
