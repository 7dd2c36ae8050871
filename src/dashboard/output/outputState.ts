// The search over all output: what is sought, what has been found, and which of it is selected.
import { EMPTY_FIELD, type TextField } from '../kit/textField';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly output: {
      /** `outputTyping`: every letter is text. */
      readonly mode: 'output' | 'outputTyping';
      readonly pane: OutputPane;
      readonly slice: OutputSearch;
    };
  }
}

export interface OutputPane {
  readonly kind: 'output';
}

/** One line that holds the text. */
export interface OutputHit {
  /** Of the Pod. */
  readonly key: string;
  /** When it was printed or said, Unix ms; 0 = unknown. */
  readonly at: number;
  /** Untrusted; of a long one what stands around the text. */
  readonly line: string;
  /** Where the text begins in it, UTF-16 units. */
  readonly column: number;
  /** Which of the Pod's files holds it, as its place names it. */
  readonly source: string;
  readonly kind: 'recording' | 'log' | 'session';
}

/** It goes on while the pane is left for one of its hits. */
export interface OutputSearch {
  readonly back: 'grid' | 'picker';
  readonly field: TextField;
  readonly isTyping: boolean;
  /** Which search it is: what an earlier one finds is not heard. */
  readonly id: number;
  /** What the hits are hits of; those of the search before stand until the first word of this one. */
  readonly query: string;
  /** `full`: there is more than anybody would go through. */
  readonly progress: 'none' | 'searching' | 'done' | 'full';
  /** The newest first. */
  readonly hits: readonly OutputHit[];
  /** Its place among the hits. */
  readonly selected: number;
  /** What could not be searched, in words; untrusted. */
  readonly faults: readonly string[];
  /** Pods that are searched. */
  readonly podCount: number;
}

export const NO_SEARCH: OutputSearch = {
  back: 'grid',
  field: EMPTY_FIELD,
  isTyping: true,
  id: 0,
  query: '',
  progress: 'none',
  hits: [],
  selected: 0,
  faults: [],
  podCount: 0,
};
