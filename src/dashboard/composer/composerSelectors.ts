// To whom the composer's text goes, and whether they take it.
import { eligibility } from '../../podList/eligibility';
import type { PodEntry } from '../../podList/types';
import { entryNow } from '../loop/entryNow';
import { type DashboardState, selectedKey } from '../loop/state';
import { BROADCAST } from './composerState';

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
  const { pane } = state;
  const isOpen = pane.kind === 'conversation' && pane.entry.key === key;
  const listed = state.list.entries.find((candidate) => candidate.key === key) ?? null;
  const entry = isOpen ? entryNow(state, pane.entry) : listed;
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
