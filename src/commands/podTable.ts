// The table of `podwatch ls`: columns as wide as their text, the least important ones left out where there is no room.
import { cutText, padText, textWidth } from '../cells/cellWidth';
import { columnWidths } from '../cells/columnWidths';
import { displayName, displayText } from '../cells/displayText';
import { styledText } from '../cells/sgrSequence';
import { PLAIN_STYLE, STYLE, type TextStyle, withFlags } from '../cells/textStyle';
import { type CellContext, type Column, columnsWith } from '../podList/columns';
import { describePodState, type PodStateKind } from '../podList/describePodState';
import type { TreeRow } from '../podList/podTree';
import { spelling } from '../podList/spelling';

const GAP = '  ';

const colour = (fg: number): TextStyle => ({ ...PLAIN_STYLE, fg });

/** Not palette colour 8, which some colour schemes make the same as the background. */
const DIM = withFlags(PLAIN_STYLE, STYLE.dim);

/** Palette colours, so that the user's scheme decides; the bright blue, since many a plain one is hardly seen on black. */
const STYLES: Readonly<Partial<Record<PodStateKind, TextStyle>>> = {
  running: colour(2),
  idle: colour(6),
  paused: colour(3),
  unknown: colour(5),
  restorable: colour(12),
  stopped: DIM,
  probing: DIM,
  corrupt: colour(1),
  unreachable: colour(1),
};
const TITLE = withFlags(PLAIN_STYLE, STYLE.bold);

interface TableStyle {
  readonly columns: readonly Column[];
  /** In cells; null: as wide as it comes. */
  readonly width: number | null;
  readonly colour: boolean;
  readonly around: CellContext;
}

/** Safe lines, with colours where they are wanted. */
export function podTable(
  rows: readonly TreeRow[],
  { width, colour: inColour, around, ...style }: TableStyle,
): string[] {
  const entries = rows.map(({ entry }) => entry);
  const cellOf = (column: Column, row: TreeRow): string =>
    safeText(column, row, around) + (column.id === 'name' ? spelling(entries, row.entry) : '');
  const cells = rows.map((row) => new Map(style.columns.map((column) => [column.id, cellOf(column, row)])));
  const columns = columnsWith(style.columns, ({ id }) => cells.some((row) => row.get(id) !== ''));
  const widths = widthsOf(columns, cells, width);
  const line = (textOf: (column: Column) => string, paint: (column: Column, text: string) => string) =>
    columns
      .flatMap((column) => {
        const cellWidth = widths.get(column.id);
        if (cellWidth === undefined) return [];
        const text = cutText(textOf(column), cellWidth, column.cut ?? 'end');
        return [paint(column, padText(text, cellWidth, column.align))];
      })
      .join(GAP)
      .trimEnd();
  const header = line(
    ({ title }) => title,
    (_, text) => (inColour ? styledText(text, TITLE) : text),
  );
  const lines = rows.map(({ entry }, index) => {
    const style = STYLES[describePodState(entry).kind];
    return line(
      ({ id }) => cells[index]?.get(id) ?? '',
      ({ id }, text) => (inColour && id === 'state' && style !== undefined ? styledText(text, style) : text),
    );
  });
  return [header, ...lines];
}

function safeText(column: Column, { entry, depth }: TreeRow, around: CellContext): string {
  const text = column.text(entry, around);
  if (column.id !== 'name') return displayText(text);
  return depth === 0 ? displayName(text) : `${'  '.repeat(depth - 1)}└ ${displayName(text)}`;
}

/** Every column as wide as its text, within its bounds; the least important ones go where there is no room. */
function widthsOf(
  columns: readonly Column[],
  cells: readonly ReadonlyMap<string, string>[],
  width: number | null,
): ReadonlyMap<string, number> {
  const needs = columns.map((column) => ({
    column,
    widest: Math.max(textWidth(column.title), ...cells.map((row) => textWidth(row.get(column.id) ?? ''))),
  }));
  if (width === null) return new Map(needs.map(({ column, widest }) => [column.id, widest]));
  return new Map(columnWidths(needs, width, GAP.length).map(({ column, width: own }) => [column.id, own]));
}
