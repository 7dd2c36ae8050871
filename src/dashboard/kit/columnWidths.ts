// How a list's columns share the width at hand: the least important go first, the rest gets what its cells need.
import type { Column } from '../../podList/columns';

export interface SizedColumn {
  readonly column: Column;
  readonly width: number;
}

/** What each column would take: its widest cell, within the column's own bounds. */
export interface ColumnNeed {
  readonly column: Column;
  readonly widest: number;
}

const byPriority = (a: ColumnNeed, b: ColumnNeed): number => a.column.priority - b.column.priority;

/** The columns whose narrowest widths fit `cells` together, `gap` cells between two; the most important one always. */
function fitting(needs: readonly ColumnNeed[], cells: number, gap: number): ReadonlySet<Column> {
  const chosen = new Set<Column>();
  let used = 0;
  for (const { column } of [...needs].sort(byPriority)) {
    const width = column.minWidth + (chosen.size === 0 ? 0 : gap);
    if (chosen.size > 0 && used + width > cells) break;
    chosen.add(column);
    used += width;
  }
  return chosen;
}

/**
 * Widths in the order of `needs`, together at most `cells` wide (unless not even one column fits). Every chosen column
 * has its least; what is left goes by priority up to the widest cell, the rest to columns without a `maxWidth`.
 */
export function columnWidths(needs: readonly ColumnNeed[], cells: number, gap: number): readonly SizedColumn[] {
  const chosen = fitting(needs, cells, gap);
  const shown = needs.filter(({ column }) => chosen.has(column));
  const widths = new Map(shown.map(({ column }) => [column, column.minWidth]));
  let left = cells - gap * Math.max(0, shown.length - 1) - shown.reduce((sum, { column }) => sum + column.minWidth, 0);
  for (const { column, widest } of [...shown].sort(byPriority)) {
    const wanted = column.maxWidth === null ? left : Math.min(column.maxWidth, widest) - column.minWidth;
    const more = Math.max(0, Math.min(wanted, left));
    widths.set(column, column.minWidth + more);
    left -= more;
  }
  return shown.map(({ column }) => ({ column, width: Math.min(widths.get(column) ?? 0, Math.max(1, cells)) }));
}
