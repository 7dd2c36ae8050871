// One page of the picker as a table: which columns, how wide, and each cell's safe text.

import { textWidth } from '../../cells/cellWidth';
import { columnWidths, type SizedColumn } from '../../cells/columnWidths';
import { displayName, displayText } from '../../cells/displayText';
import { COLUMNS, type Column } from '../../podList/columns';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describePodState } from '../../podList/describePodState';
import { shortEntryName } from '../../podList/entryName';
import type { PodEntry } from '../../podList/types';
import { attentionIn } from '../attention/attentionSelectors';
import type { Style } from '../kit/theme';
import type { DashboardState } from '../loop/state';

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
/** The table of `entries` in `cells` cells. */
export function pickerTable(
  entries: readonly PodEntry[],
  state: DashboardState,
  cells: number,
  now: number,
): PickerTable {
  const gap = cells >= WIDE ? 2 : 1;
  const long = sized(entries, state, cells, gap, now, false);
  // `restorable` for `[stopped/restorable]` where that makes room for a useful preview.
  const shortStates = !long.some(({ column, width }) => width >= (column.usefulWidth ?? Number.POSITIVE_INFINITY));
  const columns = shortStates ? sized(entries, state, cells, gap, now, true) : long;
  const rows = entries.map((entry) => ({
    entry,
    cells: columns.map(({ column }) => ({
      text: cellText(column, entry, state, shortStates, now),
      style: cellStyle(column, entry, state),
    })),
  }));
  return { columns, gap, rows };
}

/** No narrower than its least, and the preview takes all that is left: columns stay where they are from page to page. */
function sized(
  entries: readonly PodEntry[],
  state: DashboardState,
  cells: number,
  gap: number,
  now: number,
  shortStates: boolean,
): readonly SizedColumn<Column>[] {
  const needs = COLUMNS.map((column) => {
    if (column.maxWidth === null) return { column, widest: cells };
    const widths = entries.map((entry) => textWidth(cellText(column, entry, state, shortStates, now)));
    return { column, widest: Math.max(column.minWidth, column.title.length, ...widths) };
  });
  return columnWidths(needs, cells, gap);
}

/** The state gives way to what is being done to the Pod. */
function cellText(column: Column, entry: PodEntry, state: DashboardState, shortStates: boolean, now: number): string {
  if (column.id === 'name') {
    return `${attentionIn(state, entry) === null ? '' : `${ATTENTION_MARK} `}${displayName(shortEntryName(entry))}`;
  }
  if (column.id !== 'state') return displayText(column.text(entry, now));
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
