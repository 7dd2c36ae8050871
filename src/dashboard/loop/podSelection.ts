// Which Pod is selected, among which that can be, and how it stays selected while rows come and go.
import { isGroupKey, type ListRow, podRow } from '../../podList/groupPods';
import type { PodEntry } from '../../podList/podList';
import { keepSelection, type Selectable, type Selection, selectedAmong } from '../../podList/selection';
import { stoppedBelow } from '../grid/gridSelectors';
import { groupOf, listRows, type TileGroup, tileGroups } from '../groups/groupsSelectors';
import { isScoped, tileEntries } from '../scope/scopeSelectors';
import { WHOLE_SCOPE } from '../scope/scopeState';
import { type DashboardState, paneEntry } from './state';

/** The Pods that can be selected in the pane at hand, in their order; those of folded groups are left out. */
export function selectableEntries(state: DashboardState): readonly PodEntry[] {
  return selectableRows(state).flatMap((row) => (row.kind === 'pod' ? [row.entry] : []));
}

/** What can be selected in the pane at hand, in its order: Pods, and the heads of folded groups, which stand for theirs. */
export function selectableRows(state: DashboardState): readonly ListRow[] {
  const { pane, list } = state;
  // The overview's table has every live Pod, whatever a search or a fold hides elsewhere.
  if (isOverview(state)) return liveIn(list.entries);
  const isGrid = pane.kind === 'grid' || (pane.kind === 'zoom' && pane.back === 'grid');
  if (!isGrid) return selectableIn(listRows(state));
  const groups = tileGroups(state);
  const tiles = groups === null ? tileEntries(state).map(podRow) : groups.flatMap(rowsOfTiles);
  return [...tiles, ...(stoppedBelow(state)?.entries ?? []).map(podRow)];
}

const live = new WeakMap<readonly PodEntry[], readonly ListRow[]>();

function liveIn(entries: readonly PodEntry[]): readonly ListRow[] {
  const found = live.get(entries) ?? entries.filter((entry) => entry.state === 'live').map(podRow);
  live.set(entries, found);
  return found;
}

/** Asked for many times a key, of rows that stay the same mostly. */
const known = new WeakMap<readonly ListRow[], readonly ListRow[]>();

function selectableIn(rows: readonly ListRow[]): readonly ListRow[] {
  const found = known.get(rows) ?? rows.filter((row) => row.kind === 'pod' || row.isFolded);
  known.set(rows, found);
  return found;
}

function rowsOfTiles({ group, isFolded, tiles }: TileGroup): readonly ListRow[] {
  return isFolded ? [{ kind: 'group', key: group.key, group, isFolded }] : tiles.map(podRow);
}

/** The key of what is selected: a Pod's, or a folded group's; null = nothing. What the pane at hand does not show is not selected in it. */
export function selectedRowKey(state: DashboardState): Selection {
  const before = selected.get(state);
  if (before !== undefined) return before.key;
  const key = findSelected(state);
  selected.set(state, { key });
  return key;
}

/** Each row that is drawn asks for it, and to find it costs what the list is long. */
const selected = new WeakMap<DashboardState, { readonly key: Selection }>();

function findSelected(state: DashboardState): Selection {
  const { selection } = state;
  if (state.selectionIsAutomatic) return selectableRows(state)[0]?.key ?? null;
  if (selection === null || !canHide(state, selection)) return selection;
  const rows = selectableRows(state);
  if (rows.some(({ key }) => key === selection)) return selection;
  const group = groupOf(state, selection)?.key;
  if (group !== undefined && rows.some(({ key }) => key === group)) return group;
  // It is not acted on; it is selected again when it shows again. What the list does not know yet is about to come.
  const isKnown = selectedAmong(state.list.entries, selection) !== null;
  return isKnown || isScoped(state) || isGroupKey(selection) ? null : selection;
}

/** Whether rows may be left out that would hold it: by a search or a fold, or as a grid leaves out what does not run. */
function canHide(state: DashboardState, selection: string): boolean {
  if (isOverview(state) || isScoped(state) || state.groups.folded.size > 0) return true;
  if (paneEntry(state) !== null) return false;
  const entry = selectedAmong(state.list.entries, selection);
  return entry !== null && (entry.state !== 'live' || entry.foreign !== undefined || entry.isArchived);
}

/** Stopped Pods are none of its rows: keys there must not reach one that was selected before. */
function isOverview({ pane }: DashboardState): boolean {
  return pane.kind === 'overview';
}

/** The key of the selected Pod; null = none. */
export function selectedKey(state: DashboardState): Selection {
  const key = selectedRowKey(state);
  return isGroupKey(key) ? null : key;
}

/** Why a key that is for a Pod does nothing, where none is selected. */
export function noPodWords(state: DashboardState): string {
  if (isGroupKey(selectedRowKey(state)))
    return 'A group is selected: Space marks its Pods, and keys are for all of them then.';
  return selectableRows(state).length === 0 ? 'No Pod is selected.' : 'No Pod is selected: choose one with the arrows.';
}

/** What counts as selected is so by the user's own doing from now on. */
export function settledSelection(state: DashboardState): DashboardState {
  return select(state, selectedRowKey(state));
}

/** The selected Pod, or null: none, or gone. */
export function selectedEntry(state: DashboardState): PodEntry | null {
  return selectedAmong(state.list.entries, selectedKey(state));
}

/** The state with this Pod selected by the user. */
export function select(state: DashboardState, key: string | null): DashboardState {
  return { ...state, selection: key, selectionIsAutomatic: false };
}

/** Selects a Pod that the user is led to; a scope or a fold that would hide it gives way. */
export function selectShown(state: DashboardState, key: string): DashboardState {
  const shown = select(unfolded(state, key), key);
  if (!isScoped(state) || selectableEntries(shown).some((entry) => entry.key === key)) return shown;
  return { ...shown, scope: { ...WHOLE_SCOPE, order: state.scope.order } };
}

function unfolded(state: DashboardState, podKey: string): DashboardState {
  const group = groupOf(state, podKey)?.key;
  if (group === undefined || !state.groups.folded.has(group)) return state;
  const folded = new Set([...state.groups.folded].filter((key) => key !== group));
  return { ...state, groups: { ...state.groups, folded } };
}

/** What is hidden cannot stay selected: keys would act on what nobody sees. `before`: the rows as they were. */
export function keepShown(state: DashboardState, before: readonly Selectable[]): DashboardState {
  const isHeld = isScoped(state) || isGroupKey(state.selection);
  if (!isHeld || paneEntry(state) !== null) return state;
  const after = selectableRows(state);
  // Of a group that is folded now its head stands for the Pod.
  const standing = selectedRowKey(state);
  if (standing !== null && after.some(({ key }) => key === standing)) return state;
  // Where nothing is left, what was selected comes back with it.
  const selection = after.length === 0 ? state.selection : keepSelection(state.selection, before, after);
  return selection === state.selection ? state : { ...state, selection };
}
