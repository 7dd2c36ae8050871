// What the search over all output wants of the world now, and which of its hits is selected.
import { displayName } from '../../cells/displayText';
import { shortEntryName } from '../../podList/entryName';
import type { PodEntry } from '../../podList/podList';
import { spelling } from '../../podList/spelling';
import type { DashboardState } from '../loop/state';
import { searchedEntries } from '../scope/scopeSelectors';
import type { OutputHit } from './outputState';

export interface OutputOrder {
  readonly id: number;
  readonly query: string;
  readonly entries: () => readonly PodEntry[];
}

/** Null: nothing is to be searched, or no more of it. */
export function outputOrder(state: DashboardState): OutputOrder | null {
  const { id, query, progress } = state.output;
  return progress === 'searching' ? { id, query, entries: () => searchedEntries(state) } : null;
}

export function selectedHit({ output }: Pick<DashboardState, 'output'>): OutputHit | null {
  return output.hits[output.selected] ?? null;
}

/** The Pod of a hit as it is now; null: it is gone. */
export function entryOfHit({ list }: Pick<DashboardState, 'list'>, hit: OutputHit): PodEntry | null {
  return list.entries.find(({ key }) => key === hit.key) ?? null;
}

/** Safe text. */
export function nameOfHit(state: Pick<DashboardState, 'list'>, hit: OutputHit): string {
  const entry = entryOfHit(state, hit);
  return entry === null ? '(gone)' : displayName(shortEntryName(entry)) + spelling(state.list.entries, entry);
}
