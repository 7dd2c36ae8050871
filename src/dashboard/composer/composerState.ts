// What the composer knows: drafts by target, marked Pods, and what is on its way. Only `reduceComposer` changes it.
import { EMPTY_FIELD, type TextField } from '../kit/textField';

/** Text that has not been taken by its target yet. Never empty: an empty draft is none. */
export interface Draft {
  readonly field: TextField;
  /** Why its last delivery did not work; null = it has not been tried. */
  readonly failure: string | null;
}

export interface DeliveryFailure {
  readonly key: string;
  readonly reason: string;
}

/** One Enter: the same text to one Pod or to several, until the last of them has answered. */
export interface Delivery {
  readonly id: number;
  readonly text: string;
  /** Where the text goes back to if it was not taken. */
  readonly draftKey: string;
  /** Keys of the Pods that have not answered. */
  readonly waiting: ReadonlySet<string>;
  readonly sent: readonly string[];
  readonly failures: readonly DeliveryFailure[];
}

export interface ComposerState {
  readonly focused: boolean;
  /** The Pod written to while it is focused: only the user's own moves change it, whatever becomes of the selection. */
  readonly target: string | null;
  /** By Pod key, or BROADCAST. */
  readonly drafts: ReadonlyMap<string, Draft>;
  /** Keys of the marked Pods. */
  readonly marks: ReadonlySet<string>;
  readonly deliveries: readonly Delivery[];
}

/** The draft for the marked Pods; no Pod has this key. */
export const BROADCAST = '';

export const EMPTY_COMPOSER: ComposerState = {
  focused: false,
  target: null,
  drafts: new Map(),
  marks: new Set(),
  deliveries: [],
};

/** What is being written to whom is addressed. */
export function draftField({ drafts }: ComposerState, draftKey: string): TextField {
  return drafts.get(draftKey)?.field ?? EMPTY_FIELD;
}

/** Whether a text for this Pod has not been answered yet. */
export function isSendingTo({ deliveries }: ComposerState, key: string): boolean {
  return deliveries.some(({ waiting }) => waiting.has(key));
}

/** Whether there is something to see of it while it is not focused. */
export function isInUse({ drafts, marks, deliveries }: ComposerState): boolean {
  return drafts.size > 0 || marks.size > 0 || deliveries.length > 0;
}
