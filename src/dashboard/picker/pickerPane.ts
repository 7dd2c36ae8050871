// The picker: every Pod as one row, live first, with how many more there are.
import { cutText } from '../../cells/cellWidth';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, paddedSpan, span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import type { ListRow } from '../../podList/groupPods';
import type { PodEntry } from '../../podList/podList';
import { emptyPane } from '../frame/emptyPane';
import { listGroups } from '../groups/groupsSelectors';
import type { Placement, Rect } from '../kit/frame';
import type { Style } from '../kit/theme';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { selectedEntry, selectedKey, selectedRowKey } from '../loop/podSelection';
import { groupHead, groupHeadRow } from '../tile/groupHead';
import { MARKED, tilePane } from '../tile/tilePane';
import { detailsPane, hasPicture } from './detailsPane';
import { groupPane } from './groupPane';
import type { PickerPlan } from './pickerPlan';
import { type PickerCells, type PickerTable, pickerTable } from './pickerTable';

const NO_MARKER = '  ';
/** The second cell in front of a row says whether it is marked. */
const markerOf = (isSelected: boolean, isMarked: boolean): string =>
  `${isSelected ? '>' : ' '}${isMarked ? MARKED : ' '}`;

/** Draws the rows that `planPicker` lays out. */
export function pickerPane(moment: Moment, plan: PickerPlan): Drawn {
  const { state } = moment;
  if (plan.all.length === 0) return drawn(emptyPane(moment));
  const { width } = plan.rows;
  const table = pickerTable(plan.pods, state, width - NO_MARKER.length, moment.now);
  const { theme } = state;
  const layout = [theme, table.gap, ...table.columns.flatMap(({ column, width }) => [column, width])];
  return drawn([
    placed(moment, 'picker:titles', plan.titles, layout, () => [titlesRow(table, width, theme.dim)]),
    ...plan.shown.map((row, index) => {
      const rect = { ...plan.rows, y: plan.rows.y + index, height: 1 };
      return row.kind === 'group'
        ? groupRow(moment, index, rect, row)
        : podRow(moment, index, rect, row.entry, table, layout);
    }),
    morePlacement(moment, plan),
    ...details(moment, plan),
  ]);
}

function podRow(
  moment: Moment,
  index: number,
  rect: Rect,
  entry: PodEntry,
  table: PickerTable,
  layout: readonly unknown[],
): Placement {
  const { state } = moment;
  const { theme } = state;
  const isSelected = entry.key === selectedKey(state);
  const marker = markerOf(isSelected, state.composer.marks.has(entry.key));
  const cells = table.cellsOf(entry);
  const inputs = [...layout, isSelected, marker, ...cells.flatMap(({ text, style }) => [text, style])];
  return placed(moment, `picker:${index}`, rect, inputs, () => [
    listRow(marker, cells, table, rect.width, isSelected ? theme.selected : null, theme.text),
  ]);
}

function groupRow(
  moment: Moment,
  index: number,
  rect: Rect,
  { key, group, isFolded }: Extract<ListRow, { readonly kind: 'group' }>,
): Placement {
  const { state } = moment;
  const isSelected = key === selectedRowKey(state);
  const head = groupHead(state, group);
  const inputs = [state.theme, isSelected, isFolded, head.place, head.counts, head.calls, head.branch];
  return placed(moment, `picker:${index}`, rect, inputs, () => [
    groupHeadRow(state, head, isFolded, isSelected, rect.width),
  ]);
}

/** Beside the list or under it: the selected live Pod's screen, or what is known of one that is not live. */
function details(moment: Moment, plan: PickerPlan): readonly Placement[] {
  const entry = selectedEntry(moment.state);
  if (plan.details === null) return [];
  if (entry === null) {
    const key = selectedRowKey(moment.state);
    const group = listGroups(moment.state)?.find((each) => each.key === key);
    return group === undefined ? [] : groupPane(moment, plan.details, group);
  }
  if (hasPicture(entry)) return tilePane(moment, plan.details, entry, false);
  return detailsPane(moment, plan.details, entry);
}

function spaced(spans: readonly Span[], gap: number, style: Style): readonly Span[] {
  return spans.flatMap((each, index) => (index === 0 ? [each] : [span(' '.repeat(gap), style), each]));
}

/** A title that does not fit its column would only puzzle. */
function titlesRow({ columns, gap }: PickerTable, width: number, style: Style): ScreenRow {
  const cells = columns.map(({ column, width: room }) =>
    paddedSpan(column.title.length <= room ? column.title : '', room, style, column.align),
  );
  return filledRow([span(NO_MARKER, style), ...spaced(cells, gap, style)], width, style);
}

/** `selected`: the one style of the selected row, which also has a marker; null for the others. */
function listRow(
  marker: string,
  shownCells: PickerCells,
  { columns, gap }: PickerTable,
  width: number,
  selected: Style | null,
  plain: Style,
): ScreenRow {
  const base = selected ?? plain;
  const cells = columns.map(({ column, width: room }, index) => {
    const shown = shownCells[index];
    const text = cutText(shown?.text ?? '', room, column.cut ?? 'end');
    return paddedSpan(text, room, selected ?? shown?.style ?? plain, column.align);
  });
  return filledRow([span(marker, base), ...spaced(cells, gap, base)], width, base);
}

function morePlacement(moment: Moment, { all, shown, top, pods, more }: PickerPlan): Placement {
  const { theme } = moment.state;
  return placed(moment, 'picker:more', more, [theme, all.length, shown.length, top, pods.length], () => {
    if (shown.length === all.length) return [];
    const after = all.length - top - shown.length;
    const words = after === 0 ? 'the end' : `+${after} more`;
    const of = all.length === pods.length ? `${all.length} Pods` : `${all.length} rows, ${pods.length} Pods`;
    const text = `${NO_MARKER}${words} · ${top + 1}–${top + shown.length} of ${of}`;
    return [filledRow([span(text, theme.dim)], more.width, theme.dim)];
  });
}
