// How the picker divides its width, and whether its list has room for what Pods use.
import type { DashboardState } from '../loop/state';

/** From here on the details stand beside the list; at most as wide as the screen that most programs expect. */
export const COLUMNS_FOR_BOTH = 120;
const MAX_DETAILS_WIDTH = 82;
/** What the list keeps for itself. */
const LIST_WIDTH = 75;
/** From here on a list has room for CPU and memory. */
const CELLS_FOR_USAGE = 90;

/** Cells of the details beside a list, of `cols` for both. */
export function detailsWidth(cols: number): number {
  return Math.min(MAX_DETAILS_WIDTH, cols - LIST_WIDTH - 1);
}

/** Whether the picker is shown with columns for CPU and memory. */
export function hasUsageColumns({ pane, size }: Pick<DashboardState, 'pane' | 'size'>): boolean {
  const list = size.cols < COLUMNS_FOR_BOTH ? size.cols : size.cols - detailsWidth(size.cols) - 1;
  return pane.kind === 'picker' && list >= CELLS_FOR_USAGE;
}
