// To whom a text goes and whether they take it, and how much room the composer takes.
import { eligibility } from '../../podList/eligibility';
import { rowWord } from '../../podList/entryName';
import type { PodEntry } from '../../podList/podList';
import { fieldRows } from '../kit/fieldRows';
import { entryNow } from '../loop/entryNow';
import { selectedKey } from '../loop/podSelection';
import { type DashboardState, openEntry } from '../loop/state';
import { BROADCAST, draftField, isInUse } from './composerState';

/** Below this many rows it has one row, target and text beside each other. */
const ROWS_FOR_TARGET_LINE = 16;
/** Of the screen, for what waits while nobody writes: what is looked at comes first. */
const ROWS_FOR_REST = 7;
const MOST_TEXT_ROWS = 6;
/** Of the rows of the screen, at most one in this many shows text. */
const TEXT_SHARE = 4;
/** In front of the text: `› `. */
export const TEXT_MARGIN = 2;

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

/** The Pod whose conversation is open alone, whatever is marked or selected: there a text ends its pause. */
export function addressedAlone(state: DashboardState, key: string): Addressed {
  const target = targetOf(state, key);
  const isPaused = target.entry?.state === 'live' && target.entry.status === 'paused' && !state.running.has(key);
  return { draftKey: key, targets: [isPaused ? { ...target, refusal: null } : target] };
}

function targetOf(state: DashboardState, key: string): Target {
  const open = openEntry(state);
  const listed = state.list.entries.find((candidate) => candidate.key === key) ?? null;
  const entry = open?.key === key ? entryNow(state, open) : listed;
  return { key, name: podName(state, key), entry, refusal: refusalOf(state, entry) };
}

/** A Pod's name, also of one that is gone; not yet safe to show. */
export function podName({ list }: DashboardState, key: string): string {
  const entry = list.entries.find((candidate) => candidate.key === key);
  return entry === undefined ? key.slice(key.indexOf('\u0000') + 1) : rowWord(entry);
}

function refusalOf({ running }: DashboardState, entry: PodEntry | null): string | null {
  if (entry === null) return 'it is gone';
  const action = running.get(entry.key);
  if (action !== undefined) return `it is ${action}`;
  const allowed = eligibility(entry, 'send');
  return allowed.allowed ? null : allowed.reason;
}

/** Its rows at the lower end of the screen, before the pane's: nobody writes without seeing it. 0 while there is nothing to see of it. */
export function composerHeight(state: DashboardState): number {
  const { size, composer } = state;
  if (openEntry(state) !== null) return 0;
  if (!composer.focused) return isInUse(composer) && size.rows >= ROWS_FOR_REST ? 1 : 0;
  return isOneRow(state) ? 1 : 1 + textRowCount(state);
}

/** Target and text share one row. */
export function isOneRow({ size, composer }: Pick<DashboardState, 'size' | 'composer'>): boolean {
  return !composer.focused || size.rows < ROWS_FOR_TARGET_LINE;
}

function textRowCount(state: DashboardState): number {
  const field = draftField(state.composer, addressed(state).draftKey);
  const { rows } = fieldRows(field, textCells(state.size.cols));
  return Math.max(1, Math.min(rows.length, MOST_TEXT_ROWS, Math.floor(state.size.rows / TEXT_SHARE)));
}

function textCells(width: number): number {
  return Math.max(2, width - TEXT_MARGIN);
}
