// What the composer knows: drafts by target, marked Pods, and what is on its way. Only `reduceComposer` changes it.
import { eligibility } from '../podList/eligibility';
import type { PodEntry } from '../podList/types';
import type { DashboardState } from './state';
import { selectedKey } from './state';
import { EMPTY_FIELD, type TextField } from './textField';

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

/** A Pod that is written to. */
export interface Target {
  readonly key: string;
  /** Not yet safe to show. */
  readonly name: string;
  /** Null: it is gone. */
  readonly entry: PodEntry | null;
  /** Why it cannot be sent to now, as a clause; null = it can. */
  readonly refusal: string | null;
}

export interface Addressed {
  readonly draftKey: string;
  /** Empty: no Pod is selected. */
  readonly targets: readonly Target[];
}

/** The marked Pods, or else the one Pod that is selected (while focused: that was). */
export function addressed(state: DashboardState): Addressed {
  const { focused, target, marks } = state.composer;
  if (marks.size > 0) return { draftKey: BROADCAST, targets: [...marks].map((key) => targetOf(state, key)) };
  const key = focused ? target : selectedKey(state);
  return key === null ? { draftKey: BROADCAST, targets: [] } : { draftKey: key, targets: [targetOf(state, key)] };
}

function targetOf(state: DashboardState, key: string): Target {
  const entry = state.list.entries.find((candidate) => candidate.key === key) ?? null;
  return { key, name: podName(state, key), entry, refusal: refusalOf(state, entry) };
}

/** A Pod's name, also of one that is gone; not yet safe to show. */
export function podName({ list }: DashboardState, key: string): string {
  const entry = list.entries.find((candidate) => candidate.key === key);
  return entry?.id.name ?? key.slice(key.indexOf('\u0000') + 1);
}

function refusalOf({ running }: DashboardState, entry: PodEntry | null): string | null {
  if (entry === null) return 'it is gone';
  const action = running.get(entry.key);
  if (action !== undefined) return `it is ${action}`;
  const allowed = eligibility(entry, 'send');
  return allowed.allowed ? null : allowed.reason;
}

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
