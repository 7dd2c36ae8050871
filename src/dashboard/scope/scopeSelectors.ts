// What of the list is shown, as tiles and as rows, and how much is hidden.
import { type FilteredPods, filterPods, isFiltering, rankPods } from '../../podList/filterPods';
import type { PodEntry, PodList } from '../../podList/podList';
import { directoryHere } from '../../podList/podPlace';
import { sortPods } from '../../podList/sortPods';
import { attentionIn } from '../attention/attentionSelectors';
import { fieldText } from '../kit/textField';
import type { DashboardState } from '../loop/state';
import { scopeFilter } from './scopeState';

type ScopeInputs = Pick<DashboardState, 'list' | 'scope' | 'cwd' | 'tileOrder' | 'attention' | 'groups'>;

/** Whether the scope could hide a Pod. */
export function isScoped({ scope, cwd }: Pick<ScopeInputs, 'scope' | 'cwd'>): boolean {
  return isFiltering(scopeFilter(scope, cwd));
}

/** Pods are sought by words. */
export function isSearching({ scope }: Pick<ScopeInputs, 'scope'>): boolean {
  return fieldText(scope.search).trim() !== '';
}

interface Scoped {
  readonly inputs: readonly unknown[];
  readonly filtered: FilteredPods;
  readonly rows: readonly PodEntry[];
  readonly tiles: readonly PodEntry[];
}

/** What was worked out last for a list: views, keys and the mouse ask for it many times a frame. */
const known = new WeakMap<PodList, Scoped>();

function scoped(state: ScopeInputs): Scoped {
  const { list, scope, cwd, tileOrder, attention } = state;
  const { repositories } = state.groups;
  // Without a search nobody asks for branches.
  const asked = [scope, cwd, tileOrder, attention, isSearching(state) ? repositories : null];
  const last = known.get(list);
  if (last?.inputs.every((input, i) => Object.is(input, asked[i]))) return last;
  const attentionOf = (entry: PodEntry) => attentionIn(state, entry);
  const branchOf = (entry: PodEntry) => repositories.get(directoryHere(entry) ?? '')?.branch ?? null;
  const sorted = sortPods(list.entries, scope.order, attentionOf);
  const filtered = filterPods(sorted, scopeFilter(scope, cwd), attentionOf, branchOf);
  const found: Scoped = {
    inputs: asked,
    filtered,
    // Another order was asked for; then the best fit does not undo it.
    rows: scope.order === 'live-first' ? rankPods(filtered) : filtered.entries,
    tiles: inTileOrder(filtered.entries, tileOrder),
  };
  known.set(list, found);
  return found;
}

/** Tiles are few and stand first in the list, mostly: no more of it is looked at than they need. */
function inTileOrder(entries: readonly PodEntry[], tileOrder: readonly string[]): readonly PodEntry[] {
  const wanted = new Set(tileOrder);
  const found = new Map<string, PodEntry>();
  for (const entry of entries) {
    if (found.size === wanted.size) break;
    if (wanted.has(entry.key)) found.set(entry.key, entry);
  }
  return tileOrder.flatMap((key) => found.get(key) ?? []);
}

/** The picker's rows, in their order. */
export function listEntries(state: ScopeInputs): readonly PodEntry[] {
  return scoped(state).rows;
}

/** The live Pods that are shown, each tile where it stands: neither a search nor an event moves one. */
export function tileEntries(state: ScopeInputs): readonly PodEntry[] {
  return scoped(state).tiles;
}

/** Whose output is searched: all that the scope shows, whatever name is sought in it. */
export function searchedEntries(state: ScopeInputs): readonly PodEntry[] {
  const filter = { ...scopeFilter(state.scope, state.cwd), search: '' };
  const shown = filterPods(state.list.entries, filter, (entry) => attentionIn(state, entry)).entries;
  if (isFiltering(filter)) return shown;
  // What was put away is found, too.
  return state.list.entries.filter(({ foreign }) => foreign === undefined);
}

/** How much the scope hides. */
export function scopeCount(state: ScopeInputs): FilteredPods {
  return scoped(state).filtered;
}

/** What the header says of a page (from 0) of Pods: an order that is not the usual one, and which page of how many. */
export function pageText({ order }: DashboardState['scope'], page: number, pageCount: number): string {
  const sorted = order === 'live-first' ? [] : [`by ${order}`];
  return [...sorted, ...(pageCount === 1 ? [] : [`page ${page + 1}/${pageCount}`])].join(' · ');
}
