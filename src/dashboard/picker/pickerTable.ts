// What the picker shows as a table: which columns, how wide, and each cell's safe text.

import { textWidth } from '../../cells/cellWidth';
import { columnWidths, type SizedColumn } from '../../cells/columnWidths';
import { displayName, displayText } from '../../cells/displayText';
import { changedItems } from '../../podList/changedItems';
import { CELLS_FOR_STATES, type Column, columnsFor, columnsWith } from '../../podList/columns';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describePodState, type PodStateWords } from '../../podList/describePodState';
import type { PodEntry } from '../../podList/podList';
import { spelling, spellingCells } from '../../podList/spelling';
import { attentionIn } from '../attention/attentionSelectors';
import type { Style } from '../kit/theme';
import type { DashboardState } from '../loop/state';
import { hasUsageColumns } from './pickerSelectors';

/** In the order of the table's columns; not yet clipped. */
export type PickerCells = readonly { readonly text: string; readonly style: Style }[];

export interface PickerTable {
  readonly columns: readonly SizedColumn<Column>[];
  /** Blank cells between two columns. */
  readonly gap: number;
  readonly cellsOf: (entry: PodEntry) => PickerCells;
}

/** In front of each row. */
const MARKER_CELLS = 2;
/** From here on there is room for two blanks between columns. */
const WIDE = 60;

/** The table of these Pods in `cells` cells. */
export function pickerTable(all: readonly PodEntry[], state: DashboardState, cells: number, now: number): PickerTable {
  const gap = cells >= WIDE ? 2 : 1;
  const long = sized(all, state, cells, gap, false);
  // `restorable` for `[stopped/restorable]` where a narrow list has no useful preview else.
  const isShort = cells + MARKER_CELLS < CELLS_FOR_STATES && !isUseful(long);
  const columns = isShort ? sized(all, state, cells, gap, true) : long;
  const cellsOf = (entry: PodEntry): PickerCells =>
    columns.map(({ column }) => ({
      text: cellText(column, entry, state, isShort, now),
      style: cellStyle(column, entry, state),
    }));
  return { columns, gap, cellsOf };
}

function isUseful(columns: readonly SizedColumn<Column>[]): boolean {
  return columns.some(({ column, width }) => column.maxWidth === null && width >= (column.usefulWidth ?? 0));
}

function stateText(entry: PodEntry, isShort: boolean): string {
  const { kind, label } = describePodState(entry);
  return isShort ? kind : label;
}

/** The preview takes all that is left. Of all rows, so that columns stay where they are while one scrolls. */
function sized(
  all: readonly PodEntry[],
  state: DashboardState,
  cells: number,
  gap: number,
  isShort: boolean,
): readonly SizedColumn<Column>[] {
  const columns = columnsFor(state.list, cells + MARKER_CELLS);
  const { widths: widest, states } = widestCells(all, columns, state);
  const isUsed = hasUsageColumns(state) && state.usage.pods.size > 0;
  const shown = columnsWith(columns, ({ id }) => (id in USAGE_CELLS ? isUsed : (widest.get(id) ?? 0) > 0));
  const needs = shown.map((column) => {
    if (column.maxWidth === null) return { column, widest: cells };
    const fixed = USAGE_CELLS[column.id];
    if (fixed !== undefined) return { column, widest: fixed };
    const own = column.id === 'state' ? stateWidth(states, state, isShort) : (widest.get(column.id) ?? 0);
    const more = column.id === 'name' ? ATTENTION_MARK.length + 1 + spellingCells(state.list.entries) : 0;
    const least = column.id === 'state' ? 0 : column.minWidth;
    return { column, widest: Math.max(least, column.title.length, own + more) };
  });
  return columnWidths(needs, cells, gap);
}

function stateWidth(states: readonly PodEntry[], { running }: DashboardState, isShort: boolean): number {
  const widths = states.map((entry) => stateText(entry, isShort).length);
  // A Pod that begins to work moves no column.
  const live = !isShort && states.some(({ state }) => state === 'live') ? '[live running]'.length : 0;
  return Math.max(live, ...widths, ...[...running.values()].map((action) => action.length + 1));
}

/** Columns that stay as they are while their figures change. */
const USAGE_CELLS: Readonly<Record<string, number>> = { cpu: 4, memory: 5 };

/** What depends on the rows alone, by column id. */
interface Widest {
  readonly all: readonly PodEntry[];
  readonly inputs: readonly unknown[];
  readonly widths: ReadonlyMap<string, number>;
  /** One row of each state that is described in other words. */
  readonly states: readonly PodEntry[];
}

/** Worked out once a list, however often it is drawn, and of the next one by the rows that are others. */
let last: Widest | null = null;

function widestCells(all: readonly PodEntry[], columns: readonly Column[], state: DashboardState): Widest {
  const inputs = [state.groups.repositories, state.userHome, columns];
  const known = last?.inputs.every((input, at) => input === inputs[at]) ? last : null;
  if (known?.all === all) return known;
  const { gone, come } = known === null ? { gone: [], come: all } : changedItems(known.all, all);
  const widths = new Map(
    columns.flatMap((column) => {
      const { id, maxWidth } = column;
      if (maxWidth === null || id === 'state' || id in USAGE_CELLS) return [];
      // An age takes no more than its title, whatever the time.
      if (id === 'updated') return [[id, 0]];
      const before = known?.widths.get(id) ?? 0;
      const widest = (entries: readonly PodEntry[]) =>
        entries.reduce((most, entry) => (most >= maxWidth ? most : Math.max(most, widthOf(column, entry, state))), 0);
      const ofNew = widest(come);
      // Where the widest has gone and none as wide has come, all have to be asked again.
      const isLost = ofNew < before && gone.some((entry) => widthOf(column, entry, state) >= before);
      return [[id, isLost ? widest(all) : Math.max(before, ofNew)] as const];
    }),
  );
  last = { all, inputs, widths, states: statesOf(all) };
  return last;
}

function statesOf(all: readonly PodEntry[]): readonly PodEntry[] {
  const one = new Map<PodStateWords, PodEntry>();
  for (const entry of all) one.set(describePodState(entry), entry);
  return [...one.values()];
}

/** No more than its column may have. */
function widthOf(column: Column, entry: PodEntry, state: DashboardState): number {
  return Math.min(column.maxWidth ?? Number.POSITIVE_INFINITY, textWidth(safeText(column, entry, state)));
}

function safeText(column: Column, entry: PodEntry, { userHome, groups, usage }: DashboardState, now = 0): string {
  const branchOf = (directory: string): string | null => groups.repositories.get(directory)?.branch ?? null;
  const text = column.text(entry, { now, home: userHome, branchOf, usage: usage.pods });
  return column.id === 'name' ? displayName(text) : displayText(text);
}

/** The state gives way to what is being done to the Pod. */
function cellText(column: Column, entry: PodEntry, state: DashboardState, isShort: boolean, now: number): string {
  if (column.id === 'name') {
    return `${attentionIn(state, entry) === null ? '' : `${ATTENTION_MARK} `}${safeText(column, entry, state)}${spelling(state.list.entries, entry)}`;
  }
  if (column.id !== 'state') return safeText(column, entry, state, now);
  const running = state.running.get(entry.key);
  if (running !== undefined) return `${running}…`;
  return stateText(entry, isShort);
}

function cellStyle(column: Column, entry: PodEntry, state: DashboardState): Style {
  const { theme } = state;
  if (column.id === 'name') return attentionIn(state, entry) === null ? theme.strong : theme.attention;
  if (column.id === 'state') return theme[describePodState(entry).kind];
  return column.id === 'preview' ? theme.text : theme.dim;
}
