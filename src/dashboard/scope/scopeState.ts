// Which Pods the panes show and in which order: search, state, directory, sorting; picker and grid share it.
import {
  type AttentionOf,
  type FilteredPods,
  filterPods,
  isFiltering,
  NO_FILTER,
  type PodFilter,
  rankPods,
  type StateFilter,
} from '../../podList/filterPods';
import { type PodOrder, sortPods } from '../../podList/sortPods';
import type { PodEntry, PodList } from '../../podList/types';
import { EMPTY_FIELD, fieldText, type TextField } from '../kit/textField';

export interface Scope {
  readonly search: TextField;
  /** The search field has the keys. */
  readonly searching: boolean;
  readonly state: StateFilter;
  /** Only Pods that work in the dashboard's directory or below it. */
  readonly hereOnly: boolean;
  readonly order: PodOrder;
}

export const WHOLE_SCOPE: Scope = {
  search: EMPTY_FIELD,
  searching: false,
  state: 'all',
  hereOnly: false,
  order: 'live-first',
};

/** What the scope works on; part of the dashboard's state. */
export interface ScopeInputs {
  readonly list: PodList;
  readonly scope: Scope;
  readonly cwd: string;
  readonly tileOrder: readonly string[];
}

/** The filter that the scope stands for. */
export function scopeFilter({ scope, cwd }: Pick<ScopeInputs, 'scope' | 'cwd'>): PodFilter {
  return {
    ...NO_FILTER,
    search: fieldText(scope.search),
    state: scope.state,
    directory: scope.hereOnly ? cwd : null,
  };
}

/** Whether the scope could hide a Pod. */
export function isScoped(inputs: Pick<ScopeInputs, 'scope' | 'cwd'>): boolean {
  return isFiltering(scopeFilter(inputs));
}

interface Scoped {
  readonly inputs: readonly unknown[];
  readonly filtered: FilteredPods;
  readonly rows: readonly PodEntry[];
  readonly tiles: readonly PodEntry[];
}

/** What was worked out last for a list: views, keys and the mouse ask for it many times a frame. */
const known = new WeakMap<PodList, Scoped>();

function scoped(inputs: ScopeInputs, attentionOf: AttentionOf, marks: readonly unknown[]): Scoped {
  const { list, scope, cwd, tileOrder } = inputs;
  const asked = [scope, cwd, tileOrder, ...marks];
  const last = known.get(list);
  if (last?.inputs.length === asked.length && asked.every((input, i) => Object.is(input, last.inputs[i]))) return last;
  const filter = scopeFilter(inputs);
  const filtered = filterPods(sortPods(list.entries, scope.order, attentionOf), filter, attentionOf);
  const byKey = new Map(filtered.entries.map((entry) => [entry.key, entry]));
  const found: Scoped = {
    inputs: asked,
    filtered,
    // Another order was asked for; then the best fit does not undo it.
    rows: scope.order === 'live-first' ? rankPods(filtered) : filtered.entries,
    tiles: tileOrder.flatMap((key) => byKey.get(key) ?? []),
  };
  known.set(list, found);
  return found;
}

/** The picker's rows. `marks`: what `attentionOf` reads besides the entry. */
export function scopedRows(
  inputs: ScopeInputs,
  attentionOf: AttentionOf,
  marks: readonly unknown[],
): readonly PodEntry[] {
  return scoped(inputs, attentionOf, marks).rows;
}

/** The grid's tiles, each where it stands: neither a search nor an event moves one. */
export function scopedTiles(
  inputs: ScopeInputs,
  attentionOf: AttentionOf,
  marks: readonly unknown[],
): readonly PodEntry[] {
  return scoped(inputs, attentionOf, marks).tiles;
}

/** How much the scope hides. */
export function scopedCount(inputs: ScopeInputs, attentionOf: AttentionOf, marks: readonly unknown[]): FilteredPods {
  return scoped(inputs, attentionOf, marks).filtered;
}
