// The picker: every Pod as one row, live first, ten a page, with how many more there are.
import { COLUMNS, type Column } from '../../podList/columns';
import { describePodState } from '../../podList/describePodState';
import type { ScreenRow } from '../../podList/podScreen';
import type { PodEntry } from '../../podList/types';
import { textWidth } from '../../text/cellWidth';
import { displayName, displayText } from '../../text/displayText';
import type { Placement } from '../frame';
import { type PickerPlan, planPicker } from '../pickerPlan';
import { type DashboardState, type RunningAction, selectedEntry, selectedKey } from '../state';
import { cell, filledRow, type Span, span } from '../styledRow';
import type { Style, Theme } from '../theme';
import { type Moment, type Pane, placed } from '../view';
import { columnWidths, type SizedColumn } from './columnWidths';
import { detailsPane } from './detailsPane';
import { emptyPane } from './emptyPane';
import { tilePane } from './tilePane';

/** One list row as text: safe, not yet clipped. */
interface PickerRow {
  readonly entry: PodEntry;
  readonly cells: ReadonlyMap<Column, string>;
  readonly running: RunningAction | undefined;
}

const MARKER = '> ';
const NO_MARKER = '  ';

/** Draws the page that `planPicker` lays out. */
export const pickerPane: Pane = (moment, area) => {
  const { state } = moment;
  if (state.list.entries.length === 0) return emptyPane(moment, area);
  const plan = planPicker(state);
  const rows = plan.page.entries.map((entry) => pickerRow(entry, state, moment.now));
  const gap = area.width >= 60 ? 2 : 1;
  const sized = columnWidths(needs(rows), area.width - MARKER.length, gap);
  const { theme } = state;
  const layout = [theme, gap, ...sized.flatMap(({ column, width }) => [column, width])];
  const selected = selectedKey(state);
  return [
    placed(moment, 'picker:titles', plan.titles, layout, () => [titlesRow(sized, gap, area.width, theme)]),
    ...rows.map((row, index) => {
      const rect = { ...plan.rows, y: plan.rows.y + index, height: 1 };
      const isSelected = row.entry.key === selected;
      const inputs = [...layout, isSelected, row.running, row.entry, ...row.cells.values()];
      return placed(moment, `picker:${index}`, rect, inputs, () => [
        listRow(row, sized, gap, area.width, isSelected, theme),
      ]);
    }),
    morePlacement(moment, plan),
    ...details(moment, plan),
  ];
};

/** Under the list: the selected live Pod's screen, or what is known of one that is not live. */
function details(moment: Moment, plan: PickerPlan): readonly Placement[] {
  const entry = selectedEntry(moment.state);
  if (plan.details === null || entry === null) return [];
  if (entry.canAttach) return tilePane(moment, plan.details, entry, false);
  return detailsPane(moment, plan.details, entry);
}

function pickerRow(entry: PodEntry, state: DashboardState, now: number): PickerRow {
  const text = (column: Column): string =>
    column.id === 'name' ? displayName(entry.id.name) : displayText(column.text(entry, now));
  const cells = new Map(COLUMNS.map((column) => [column, text(column)]));
  return { entry, cells, running: state.running.get(entry.key) };
}

function needs(rows: readonly PickerRow[]): { readonly column: Column; readonly widest: number }[] {
  return COLUMNS.map((column) => ({
    column,
    widest: Math.max(textWidth(column.title), ...rows.map(({ cells }) => textWidth(cells.get(column) ?? ''))),
  }));
}

function titlesRow(sized: readonly SizedColumn[], gap: number, width: number, theme: Theme): ScreenRow {
  const cells = sized.map((each) => cell(each.column.title, each.width, theme.dim, each.column.align));
  return filledRow([span(NO_MARKER, theme.dim), ...spaced(cells, gap, theme.dim)], width, theme.dim);
}

function spaced(spans: readonly Span[], gap: number, style: Style): readonly Span[] {
  return spans.flatMap((each, index) => (index === 0 ? [each] : [span(' '.repeat(gap), style), each]));
}

function listRow(
  row: PickerRow,
  sized: readonly SizedColumn[],
  gap: number,
  width: number,
  isSelected: boolean,
  theme: Theme,
): ScreenRow {
  const base = isSelected ? theme.selected : theme.text;
  const cells = sized.map(({ column, width: cells }) => {
    const style = isSelected ? base : cellStyle(column, row, theme);
    return cell(cellText(column, row, cells), cells, style, column.align);
  });
  return filledRow([span(isSelected ? MARKER : NO_MARKER, base), ...spaced(cells, gap, base)], width, base);
}

/** The state gives way to what is being done; where its label does not fit, its bare word does. */
function cellText(column: Column, { cells, entry, running }: PickerRow, width: number): string {
  const text = cells.get(column) ?? '';
  if (column.id !== 'state') return text;
  if (running !== undefined) return `${running}…`;
  return textWidth(text) <= width ? text : describePodState(entry).kind;
}

function cellStyle(column: Column, { entry }: PickerRow, theme: Theme): Style {
  if (column.id === 'name') return theme.strong;
  if (column.id === 'state') return theme[describePodState(entry).kind];
  return column.id === 'preview' ? theme.text : theme.dim;
}

function morePlacement(moment: Moment, { page, more }: PickerPlan): Placement {
  const { theme } = moment.state;
  const { hiddenAfter, pageCount, total } = page;
  return placed(moment, 'picker:more', more, [theme, hiddenAfter, page.page, pageCount, total], () => {
    if (pageCount === 1) return [];
    const after = hiddenAfter === 0 ? 'the end' : `+${hiddenAfter} more`;
    const text = `${NO_MARKER}${after} · page ${page.page + 1}/${pageCount} · ${total} Pods`;
    return [filledRow([span(text, theme.dim)], more.width, theme.dim)];
  });
}
