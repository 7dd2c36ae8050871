// One page of the picker as a table: which columns, how wide, and each cell's safe text.

import { textWidth } from '../../cells/cellWidth';
import { displayName, displayText } from '../../cells/displayText';
import { COLUMNS, type Column } from '../../podList/columns';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describePodState } from '../../podList/describePodState';
import type { PodEntry } from '../../podList/types';
import { columnWidths, type SizedColumn } from '../kit/columnWidths';
import type { Style } from '../kit/theme';
import { attentionIn, type DashboardState } from '../loop/state';

export interface PickerRow {
  readonly entry: PodEntry;
  /** In the order of the table's columns; not yet clipped. */
  readonly cells: readonly { readonly text: string; readonly style: Style }[];
}

export interface PickerTable {
  readonly columns: readonly SizedColumn[];
  /** Blank cells between two columns. */
  readonly gap: number;
  readonly rows: readonly PickerRow[];
}

/** From here on there is room for two blanks between columns. */
const WIDE = 60;
/** A shorter preview says too little: `[live, pending segment]` has to fit. */
const USEFUL_PREVIEW = 24;

/** What may be given up for a useful preview, one after the other: the ids, then the long labels of states. */
interface Shape {
  /** `restorable` instead of `[stopped/restorable]`, `idle` instead of `[live idle]`. */
  readonly shortStates: boolean;
  readonly columns: readonly Column[];
}
const WITHOUT_IDS = COLUMNS.filter(({ id }) => id !== 'ids');
const SHAPES: readonly Shape[] = [
  { shortStates: false, columns: COLUMNS },
  { shortStates: false, columns: WITHOUT_IDS },
  { shortStates: true, columns: WITHOUT_IDS },
];

/** The table of `entries` in `cells` cells. */
export function pickerTable(
  entries: readonly PodEntry[],
  state: DashboardState,
  cells: number,
  now: number,
): PickerTable {
  const gap = cells >= WIDE ? 2 : 1;
  const tables = SHAPES.map((shape) => ({ shape, columns: sized(shape, entries, state, cells, gap, now) }));
  const isUseful = ({ columns }: { readonly columns: readonly SizedColumn[] }): boolean =>
    columns.some(({ column, width }) => column.id === 'preview' && width >= USEFUL_PREVIEW);
  const chosen = tables.find(isUseful) ?? tables.at(-1);
  if (chosen === undefined) return { columns: [], gap, rows: [] };
  const rows = entries.map((entry) => ({
    entry,
    cells: chosen.columns.map(({ column }) => ({
      text: cellText(column, entry, state, chosen.shape.shortStates, now),
      style: cellStyle(column, entry, state),
    })),
  }));
  return { columns: chosen.columns, gap, rows };
}

function sized(
  { columns, shortStates }: Shape,
  entries: readonly PodEntry[],
  state: DashboardState,
  cells: number,
  gap: number,
  now: number,
): readonly SizedColumn[] {
  const needs = columns.map((column) => {
    const widths = entries.map((entry) => textWidth(cellText(column, entry, state, shortStates, now)));
    return { column, widest: Math.max(column.title.length, ...widths) };
  });
  return columnWidths(needs, cells, gap);
}

/** The state gives way to what is being done to the Pod. */
function cellText(column: Column, entry: PodEntry, state: DashboardState, shortStates: boolean, now: number): string {
  if (column.id === 'name') {
    return `${attentionIn(state, entry) === null ? '' : `${ATTENTION_MARK} `}${displayName(entry.id.name)}`;
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
