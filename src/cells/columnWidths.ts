// How a table's columns share the width at hand: the least important go first, the rest gets what its cells need.

/** What a table may do with a column; widths in cells. */
export interface ColumnBounds {
  /** The narrowest useful width. */
  readonly minWidth: number;
  /** No cell is wider; null = takes what the other columns leave. */
  readonly maxWidth: number | null;
  /** Before it gets narrower than this, less important columns go; missing = than what it wants. */
  readonly usefulWidth?: number;
  /**
   * What it leaves to a column without a `maxWidth`, and to the others all that they want, or it goes; missing = no more than
   * the `usefulWidth` of each.
   */
  readonly leaves?: number;
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

/** What a less important column, which leaves so much, may not take from it. */
function usefulWidth(need: ColumnNeed<ColumnBounds>, leaves: number): number {
  const { maxWidth, usefulWidth: useful = Number.POSITIVE_INFINITY } = need.column;
  const wanted = wantedWidth(need);
  if (maxWidth === null) return Math.min(wanted, Math.max(useful, leaves));
  return leaves > 0 ? wanted : Math.min(wanted, useful);
}

/** The columns that fit `cells` together; the most important one always. */
function fitting<N extends ColumnNeed<ColumnBounds>>(needs: readonly N[], cells: number, gap: number): readonly N[] {
  let shown = needs;
  while (shown.length > 1) {
    const last = Math.max(...shown.map(({ column }) => column.priority));
    const isCosting = shown.some(({ column }) => column.maxWidth === null && column.priority < last);
    const leaves = Math.max(...shown.map(({ column }) => (column.priority === last ? (column.leaves ?? 0) : 0)));
    const gaps = gap * (shown.length - 1);
    const total = (widthOf: (need: N) => number) => shown.reduce((sum, need) => sum + widthOf(need), gaps);
    if (total(leastWidth) <= cells && !(isCosting && total((need) => usefulWidth(need, leaves)) > cells)) break;
    shown = shown.filter(({ column }) => column.priority !== last);
  }
  return shown;
}

/**
 * Widths in the order of `needs`, together with `gap` cells between two at most `cells` wide (unless not even one column fits).
 * Every column that is shown has its least; what is left goes by priority, up to what each wants, and to the one that
 * grows (without a `maxWidth`) at last.
 */
export function columnWidths<C extends ColumnBounds>(
  needs: readonly ColumnNeed<C>[],
  cells: number,
  gap: number,
): readonly SizedColumn<C>[] {
  const shown = fitting(needs, cells, gap);
  const widths = new Map(shown.map((need) => [need.column, leastWidth(need)]));
  let left = cells - gap * Math.max(0, shown.length - 1) - [...widths.values()].reduce((sum, width) => sum + width, 0);
  const byPriority = [...shown].sort((a, b) => a.column.priority - b.column.priority);
  const leaves = Math.max(0, ...shown.map(({ column }) => column.leaves ?? 0));
  // Each takes what is useful in its turn, then what it wants; one that grows has the rest at last.
  const rest = [...byPriority].sort((a, b) => Number(a.column.maxWidth === null) - Number(b.column.maxWidth === null));
  const turns = [
    { needs: byPriority, wanted: (need: ColumnNeed<C>) => usefulWidth(need, leaves) },
    { needs: rest, wanted: wantedWidth },
  ];
  for (const { needs: inTurn, wanted } of turns) {
    for (const need of inTurn) {
      const has = widths.get(need.column) ?? 0;
      const more = Math.max(0, Math.min(wanted(need) - has, left));
      widths.set(need.column, has + more);
      left -= more;
    }
  }
  return shown.map(({ column }) => ({ column, width: Math.min(widths.get(column) ?? 0, Math.max(1, cells)) }));
}
