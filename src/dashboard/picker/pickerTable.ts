// What the picker shows as a table: which columns, how wide, and each cell's safe text.

import { textWidth } from '../../cells/cellWidth';
import { columnWidths, type SizedColumn } from '../../cells/columnWidths';
import { displayName, displayText } from '../../cells/displayText';
import { type Column, columnsFor, columnsWith } from '../../podList/columns';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describePodState } from '../../podList/describePodState';
import type { PodEntry } from '../../podList/types';
import { attentionIn } from '../attention/attentionSelectors';
import type { Style } from '../kit/theme';
import type { DashboardState } from '../loop/state';
import type { PickerPlan } from './pickerPlan';

export interface PickerRow {
  readonly entry: PodEntry;
  /** In the order of the table's columns; not yet clipped. */
  readonly cells: readonly { readonly text: string; readonly style: Style }[];
}

export interface PickerTable {
  readonly columns: readonly SizedColumn<Column>[];
  /** Blank cells between two columns. */
  readonly gap: number;
  readonly rows: readonly PickerRow[];
}

/** From here on there is room for two blanks between columns. */
const WIDE = 60;

/** The table of the rows that `plan` shows in `cells` cells. */
export function pickerTable(
  { all, shown }: Pick<PickerPlan, 'all' | 'shown'>,
  state: DashboardState,
  cells: number,
  now: number,
): PickerTable {
  const gap = cells >= WIDE ? 2 : 1;
  const long = sized(all, state, cells, gap, false);
  // `restorable` for `[stopped/restorable]` where that makes room for a useful preview.
  const shortStates = !long.some(({ column, width }) => width >= (column.usefulWidth ?? Number.POSITIVE_INFINITY));
  const columns = shortStates ? sized(all, state, cells, gap, true) : long;
  const rows = shown.map((entry) => ({
    entry,
    cells: columns.map(({ column }) => ({
      text: cellText(column, entry, state, shortStates, now),
      style: cellStyle(column, entry, state),
    })),
  }));
  return { columns, gap, rows };
}

/** The preview takes all that is left. Of all rows, so that columns stay where they are while one scrolls. */
function sized(
  all: readonly PodEntry[],
  state: DashboardState,
  cells: number,
  gap: number,
  shortStates: boolean,
): readonly SizedColumn<Column>[] {
  const columns = columnsFor(state.list);
  const widest = widestCells(all, columns, state.userHome);
  const shown = columnsWith(columns, ({ id }) => (widest.get(id) ?? 0) > 0);
  const needs = shown.map((column) => {
    if (column.maxWidth === null) return { column, widest: cells };
    const own = column.id === 'state' ? stateWidth(all, state, shortStates) : (widest.get(column.id) ?? 0);
    const mark = column.id === 'name' ? ATTENTION_MARK.length + 1 : 0;
    return { column, widest: Math.max(column.minWidth, column.title.length, own + mark) };
  });
  return columnWidths(needs, cells, gap);
}

function stateWidth(all: readonly PodEntry[], { running }: DashboardState, shortStates: boolean): number {
  const words = new Set(all.map((entry) => describePodState(entry)));
  const widths = [...words].map(({ kind, label }) => (shortStates ? kind : label).length);
  return Math.max(0, ...widths, ...[...running.values()].map((action) => action.length + 1));
}

/** What depends on the rows alone, by column: worked out once a list, however often it is drawn. */
const known = new WeakMap<readonly PodEntry[], ReadonlyMap<string, number>>();

function widestCells(
  all: readonly PodEntry[],
  columns: readonly Column[],
  home: string | null,
): ReadonlyMap<string, number> {
  const found = known.get(all);
  if (found !== undefined) return found;
  const widest = new Map(
    columns
      .filter(({ id, maxWidth }) => maxWidth !== null && id !== 'state')
      .map((column) => {
        // An age takes no more than its title, whatever the time.
        const widths = column.id === 'updated' ? [] : all.map((entry) => textWidth(safeText(column, entry, home)));
        return [column.id, widths.reduce((most, width) => Math.max(most, width), 0)] as const;
      }),
  );
  known.set(all, widest);
  return widest;
}

function safeText(column: Column, entry: PodEntry, home: string | null, now = 0): string {
  const text = column.text(entry, now, home);
  return column.id === 'name' ? displayName(text) : displayText(text);
}

/** The state gives way to what is being done to the Pod. */
function cellText(column: Column, entry: PodEntry, state: DashboardState, shortStates: boolean, now: number): string {
  if (column.id === 'name') {
    return `${attentionIn(state, entry) === null ? '' : `${ATTENTION_MARK} `}${safeText(column, entry, null)}`;
  }
  if (column.id !== 'state') return safeText(column, entry, state.userHome, now);
  const running = state.running.get(entry.key);
  if (running !== undefined) return `${running}…`;
  return shortStates ? describePodState(entry).kind : column.text(entry, now);
}

function cellStyle(column: Column, entry: PodEntry, state: DashboardState): Style {
  const { theme } = state;
  if (column.id === 'name') return attentionIn(state, entry) === null ? theme.strong : theme.attention;
  if (column.id === 'state') return theme[describePodState(entry).kind];
  return column.id === 'preview' ? theme.text : theme.dim;
}
