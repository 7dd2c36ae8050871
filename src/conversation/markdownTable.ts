// A Markdown table fitted to a width: columns shrink evenly; where that is not enough, each row becomes a list.

import type { Tokens } from 'marked';
import { textWidth } from '../cells/cellWidth';
import { rowWidth, type ScreenRow } from '../cells/podScreen';
import { prefixed, rowOf, span } from '../cells/spans';
import { type Span, STYLE, withFlags } from '../cells/textStyle';
import { wrapSpans } from '../cells/wrapSpans';
import type { ConversationLook } from './conversationLook';
import { inlineSpans } from './markdownInline';

/** Of one column; words would be cut to pieces below that. */
const LEAST_COLUMN = 5;
const GAP = ' │ ';

type Cell = readonly Span[];

export function markdownTable(table: Tokens.Table, width: number, look: ConversationLook): readonly ScreenRow[] {
  const strong = withFlags(look.text, STYLE.bold);
  const header = table.header.map((cell) => inlineSpans(cell.tokens, look, strong));
  const body = table.rows.map((row) => row.map((cell) => inlineSpans(cell.tokens, look)));
  const naturals = header.map((cell, column) =>
    Math.max(1, ...[cell, ...body.map((row) => row[column] ?? [])].map(widestLine)),
  );
  const room = width - GAP.length * (naturals.length - 1);
  const widths = fitted(naturals, room);
  if (widths === null) return asList(header, body, width, look);
  const line = (cells: readonly Cell[]) => tableRow(cells, widths, table.align, look);
  const rule = widths.map((cells) => '─'.repeat(cells)).join('─┼─');
  return [...line(header), rowOf([span(rule, look.dim)]), ...body.flatMap(line)];
}

function widestLine(cell: Cell): number {
  const lines = cell.map(({ text }) => text).join('');
  return Math.max(...lines.split('\n').map(textWidth));
}

/** The widest columns shrink first, all to the same width; null where a row has no room even for that. */
function fitted(naturals: readonly number[], room: number): readonly number[] | null {
  const total = naturals.reduce((sum, natural) => sum + natural, 0);
  if (total <= room) return naturals;
  if (room < naturals.reduce((sum, natural) => sum + Math.min(natural, LEAST_COLUMN), 0)) return null;
  let limit = room;
  let left = room;
  let open = naturals.length;
  for (const natural of [...naturals].sort((a, b) => a - b)) {
    limit = Math.floor(left / open);
    if (natural > limit) break;
    left -= natural;
    open -= 1;
  }
  return naturals.map((natural) => Math.min(natural, Math.max(1, limit)));
}

function tableRow(
  cells: readonly Cell[],
  widths: readonly number[],
  align: Tokens.Table['align'],
  look: ConversationLook,
): readonly ScreenRow[] {
  const columns = widths.map((width, column) => wrapSpans(cells[column] ?? [], width));
  const height = Math.max(1, ...columns.map((rows) => rows.length));
  const gap = rowOf([span(GAP, look.dim)]);
  return Array.from({ length: height }, (_, y) =>
    columns.flatMap((rows, column) => {
      const isLast = column === columns.length - 1;
      const padded = aligned(rows[y] ?? [], widths[column] ?? 0, align[column] ?? null, look);
      return isLast ? padded : [...padded, ...gap];
    }),
  );
}

function aligned(
  row: ScreenRow,
  width: number,
  align: Tokens.Table['align'][number],
  look: ConversationLook,
): ScreenRow {
  const blanks = Math.max(0, width - rowWidth(row));
  const before = align === 'right' ? blanks : align === 'center' ? Math.floor(blanks / 2) : 0;
  const pad = (cells: number) => rowOf([span(' '.repeat(cells), look.text)]);
  return [...pad(before), ...row, ...pad(blanks - before)];
}

function asList(
  header: readonly Cell[],
  body: readonly (readonly Cell[])[],
  width: number,
  look: ConversationLook,
): readonly ScreenRow[] {
  const rule = rowOf([span('─'.repeat(Math.min(width, 12)), look.dim)]);
  if (body.length === 0) return header.flatMap((name) => wrapSpans(name, width));
  return body.flatMap((row, index) => [
    ...(index === 0 ? [] : [rule]),
    ...header.flatMap((name, column) =>
      prefixed(wrapSpans([...name, span(': ', look.dim), ...(row[column] ?? [])], width), [], []),
    ),
  ]);
}
