// The rows and tiles in their groups, as far as these are open, and what is looked at for it.

import { type DirectoryOf, groupedRows, groupPods, type ListRow, type PodGroup, podRow } from '../../podList/groupPods';
import { hostGroups } from '../../podList/hostGroups';
import type { PodEntry } from '../../podList/podList';
import { directoryHere, hostOf, placeOnHost } from '../../podList/podPlace';
import { attentionIn } from '../attention/attentionSelectors';
import { fieldText } from '../kit/textField';
import type { DashboardState } from '../loop/state';
import { isSearching, listEntries, tileEntries } from '../scope/scopeSelectors';
import { scopeFilter } from '../scope/scopeState';

type GroupInputs = Pick<DashboardState, 'list' | 'scope' | 'cwd' | 'tileOrder' | 'attention' | 'groups'>;

/** The tiles of one group; none where it is folded. */
export interface TileGroup {
  readonly group: PodGroup;
  readonly isFolded: boolean;
  readonly tiles: readonly PodEntry[];
}

interface Grouped {
  readonly inputs: readonly unknown[];
  /** Null: everything stands for itself. */
  readonly groups: readonly PodGroup[] | null;
  readonly rows: readonly ListRow[];
  readonly tiles: readonly TileGroup[] | null;
}

/** What was worked out last for these rows. */
const known = new WeakMap<readonly PodEntry[], Grouped>();

function grouped(state: GroupInputs): Grouped {
  const entries = listEntries(state);
  const { attention, groups, scope } = state;
  const asked = [tileEntries(state), attention, groups, scope, state.list.hosts];
  const last = known.get(entries);
  if (last?.inputs.every((input, at) => Object.is(input, asked[at]))) return last;
  const own = groups.by === 'none' ? ungrouped(entries) : inGroups(state, entries);
  const found = { inputs: asked, ...withHosts(own, hostGroups(state.list.hosts ?? [], scopeFilter(scope, state.cwd))) };
  known.set(entries, found);
  return found;
}

function ungrouped(entries: readonly PodEntry[]): Omit<Grouped, 'inputs'> {
  return { groups: null, rows: entries.map(podRow), tiles: null };
}

/** Hosts whose Pods are not in the list stand below it. */
function withHosts(
  { groups, rows, tiles }: Omit<Grouped, 'inputs'>,
  hosts: readonly PodGroup[],
): Omit<Grouped, 'inputs'> {
  if (hosts.length === 0) return { groups, rows, tiles };
  return { groups: [...(groups ?? []), ...hosts], rows: [...rows, ...groupedRows(hosts, () => true)], tiles };
}

function inGroups(state: GroupInputs, entries: readonly PodEntry[]): Omit<Grouped, 'inputs'> {
  const attentionOf = (entry: PodEntry) => attentionIn(state, entry);
  const directoryOf = directoryIn(state);
  const groups = groupPods(entries, directoryOf, attentionOf, state.scope.order === 'live-first');
  const isFolded = foldedIn(state);
  const byKey = new Map(groups.map((group) => [group.key, group]));
  // Tiles keep their places, and so do their groups.
  const tiles = groupPods(tileEntries(state), directoryOf, attentionOf, false).map((own): TileGroup => {
    const folded = isFolded(own.key);
    return { group: byKey.get(own.key) ?? own, isFolded: folded, tiles: folded ? [] : own.entries };
  });
  return { groups, rows: groupedRows(groups, isFolded), tiles };
}

function directoryIn({ groups }: Pick<DashboardState, 'groups'>): DirectoryOf {
  return (entry) => {
    const { cwd } = entry;
    const host = hostOf(entry.id);
    if (cwd === null || host !== null) return cwd === null || host === null ? null : placeOnHost(host, cwd);
    return groups.by === 'directory' ? cwd : (groups.repositories.get(cwd)?.main ?? cwd);
  };
}

/** Who searches looks into folded groups, too. */
function foldedIn({ groups, scope }: Pick<DashboardState, 'groups' | 'scope'>): (key: string) => boolean {
  return fieldText(scope.search).trim() === '' ? (key) => groups.folded.has(key) : () => false;
}

/** The picker's rows with the heads of their groups. */
export function listRows(state: GroupInputs): readonly ListRow[] {
  return grouped(state).rows;
}

/** All groups of the picker's rows; null: there are none. */
export function listGroups(state: GroupInputs): readonly PodGroup[] | null {
  return grouped(state).groups;
}

/** The grid's tiles in their groups; null: there are none. */
export function tileGroups(state: GroupInputs): readonly TileGroup[] | null {
  return grouped(state).tiles;
}

/** The group of a Pod, as the lists show it; null: none. */
export function groupOf(state: GroupInputs, podKey: string | null): PodGroup | null {
  return grouped(state).groups?.find(({ entries }) => entries.some(({ key }) => key === podKey)) ?? null;
}

/** Whether a group is folded now. */
export function isFoldedGroup(state: GroupInputs, key: string): boolean {
  return foldedIn(state)(key);
}

const NOWHERE: readonly string[] = [];

/** The directories whose repositories are asked for now: their branches, shown or searched, or the groups that they make. */
export function shownDirectories(state: DashboardState): readonly string[] {
  const { list, pane, attached, groups } = state;
  const isShown = pane.kind === 'picker' || (pane.kind === 'grid' && (groups.by !== 'none' || isSearching(state)));
  if (!isShown || attached !== null) return NOWHERE;
  const found = directories.get(list) ?? directoriesOf(list.entries);
  directories.set(list, found);
  return found;
}

function directoriesOf(entries: readonly PodEntry[]): readonly string[] {
  const found = new Set<string>();
  for (const entry of entries) {
    const directory = directoryHere(entry);
    if (directory !== null && entry.foreign === undefined) found.add(directory);
  }
  return [...found];
}

const directories = new WeakMap<DashboardState['list'], readonly string[]>();
