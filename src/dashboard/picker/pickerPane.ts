// The picker: every Pod as one row, live first, with how many more there are.
import { cutText } from '../../cells/cellWidth';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, paddedSpan, span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { emptyPane } from '../frame/emptyPane';
import type { Placement } from '../kit/frame';
import type { Style } from '../kit/theme';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { selectedEntry, selectedKey } from '../loop/podSelection';
import { MARKED, tilePane } from '../tile/tilePane';
import { detailsPane } from './detailsPane';
import type { PickerPlan } from './pickerPlan';
import { type PickerRow, type PickerTable, pickerTable } from './pickerTable';

const NO_MARKER = '  ';
/** The second cell in front of a row says whether it is marked. */
const markerOf = (isSelected: boolean, isMarked: boolean): string =>
  `${isSelected ? '>' : ' '}${isMarked ? MARKED : ' '}`;

/** Draws the rows that `planPicker` lays out. */
export function pickerPane(moment: Moment, plan: PickerPlan): Drawn {
  const { state } = moment;
  if (plan.all.length === 0) return drawn(emptyPane(moment));
  const { width } = plan.rows;
  const table = pickerTable(plan, state, width - NO_MARKER.length, moment.now);
  const { theme } = state;
  const selected = selectedKey(state);
  const layout = [theme, table.gap, ...table.columns.flatMap(({ column, width }) => [column, width])];
  return drawn([
    placed(moment, 'picker:titles', plan.titles, layout, () => [titlesRow(table, width, theme.dim)]),
    ...table.rows.map((row, index) => {
      const rect = { ...plan.rows, y: plan.rows.y + index, height: 1 };
      const isSelected = row.entry.key === selected;
      const marker = markerOf(isSelected, state.composer.marks.has(row.entry.key));
      const inputs = [...layout, isSelected, marker, ...row.cells.flatMap(({ text, style }) => [text, style])];
      return placed(moment, `picker:${index}`, rect, inputs, () => [
        listRow(marker, row, table, width, isSelected ? theme.selected : null, theme.text),
      ]);
    }),
    morePlacement(moment, plan),
    ...details(moment, plan),
  ]);
}

/** Beside the list or under it: the selected live Pod's screen, or what is known of one that is not live. */
function details(moment: Moment, plan: PickerPlan): readonly Placement[] {
  const entry = selectedEntry(moment.state);
  if (plan.details === null || entry === null) return [];
  if (entry.canAttach) return tilePane(moment, plan.details, entry, false);
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
  row: PickerRow,
  { columns, gap }: PickerTable,
  width: number,
  selected: Style | null,
  plain: Style,
): ScreenRow {
  const base = selected ?? plain;
  const cells = columns.map(({ column, width: room }, index) => {
    const shown = row.cells[index];
    const text = cutText(shown?.text ?? '', room, column.cut ?? 'end');
    return paddedSpan(text, room, selected ?? shown?.style ?? plain, column.align);
  });
  return filledRow([span(marker, base), ...spaced(cells, gap, base)], width, base);
}

function morePlacement(moment: Moment, { all, shown, top, more }: PickerPlan): Placement {
  const { theme } = moment.state;
  return placed(moment, 'picker:more', more, [theme, all.length, shown.length, top], () => {
    if (shown.length === all.length) return [];
    const after = all.length - top - shown.length;
    const words = after === 0 ? 'the end' : `+${after} more`;
    const text = `${NO_MARKER}${words} · ${top + 1}–${top + shown.length} of ${all.length} Pods`;
    return [filledRow([span(text, theme.dim)], more.width, theme.dim)];
  });
}
