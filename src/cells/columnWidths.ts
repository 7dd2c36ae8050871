// How a table's columns share the width at hand: the least important go first, the rest gets what its cells need.

/** What a table may do with a column; widths in cells. */
export interface ColumnBounds {
  /** The narrowest useful width. */
  readonly minWidth: number;
  /** No cell is wider; null = takes what the other columns leave. */
  readonly maxWidth: number | null;
  /** Of a column without a `maxWidth`: before it gets narrower than this, less important columns go. */
  readonly usefulWidth?: number;
  /** 1 stays longest. */
  readonly priority: number;
}

/** What a column would take: its widest cell. */
export interface ColumnNeed<C extends ColumnBounds> {
  readonly column: C;
  readonly widest: number;
}

export interface SizedColumn<C extends ColumnBounds> {
  readonly column: C;
  readonly width: number;
}

/** A column that may grow is wanted as wide as it can be; one that needs less than its least gets no more. */
function wantedWidth({ column, widest }: ColumnNeed<ColumnBounds>): number {
  return Math.min(widest, column.maxWidth ?? Number.POSITIVE_INFINITY);
}

function leastWidth(need: ColumnNeed<ColumnBounds>): number {
  return Math.min(need.column.minWidth, wantedWidth(need));
}

/** What a less important column may not take from it. */
function usefulWidth(need: ColumnNeed<ColumnBounds>): number {
  const { maxWidth, usefulWidth: useful = Number.POSITIVE_INFINITY } = need.column;
  const wanted = wantedWidth(need);
  return maxWidth === null ? Math.min(wanted, useful) : wanted;
}

/** The columns that fit `cells` together; the most important one always. */
function fitting<N extends ColumnNeed<ColumnBounds>>(needs: readonly N[], cells: number, gap: number): readonly N[] {
  let shown = needs;
  while (shown.length > 1) {
    const last = Math.max(...shown.map(({ column }) => column.priority));
    const isCosting = shown.some(({ column }) => column.maxWidth === null && column.priority < last);
    const gaps = gap * (shown.length - 1);
    const total = (widthOf: (need: N) => number) => shown.reduce((sum, need) => sum + widthOf(need), gaps);
    if (total(leastWidth) <= cells && !(isCosting && total(usefulWidth) > cells)) break;
    shown = shown.filter(({ column }) => column.priority !== last);
  }
  return shown;
}

/**
 * Widths in the order of `needs`, together with `gap` cells between two at most `cells` wide (unless not even one column fits).
 * Every column that is shown has its least; what is left goes by priority, up to what each wants.
 */
export function columnWidths<C extends ColumnBounds>(
  needs: readonly ColumnNeed<C>[],
  cells: number,
  gap: number,
): readonly SizedColumn<C>[] {
  const shown = fitting(needs, cells, gap);
  const widths = new Map(shown.map((need) => [need.column, leastWidth(need)]));
  let left = cells - gap * Math.max(0, shown.length - 1) - [...widths.values()].reduce((sum, width) => sum + width, 0);
  for (const need of [...shown].sort((a, b) => a.column.priority - b.column.priority)) {
    const more = Math.max(0, Math.min(wantedWidth(need) - leastWidth(need), left));
    widths.set(need.column, leastWidth(need) + more);
    left -= more;
  }
  return shown.map(({ column }) => ({ column, width: Math.min(widths.get(column) ?? 0, Math.max(1, cells)) }));
}
