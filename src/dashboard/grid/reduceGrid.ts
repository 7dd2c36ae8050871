// Moving through tiles and pages, and the tiles' size.
import { moveSelection } from '../../podList/selection';
import type { PodEntry } from '../../podList/types';
import type { Direction, Intent, MoveIntent } from '../loop/intent';
import { isMove } from '../loop/intent';
import { select, selectedKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withMessage } from '../loop/step';
import { tileEntries } from '../scope/scopeSelectors';
import { type GridPlan, planGrid } from './gridPlan';
import { DENSITIES } from './gridShape';

/** Answers a key of the grid; null: it is another one. */
export function reduceGrid(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind === 'density') return stay(withDensity(state, intent.by));
  return isMove(intent) ? stay(moved(state, intent)) : null;
}

function withDensity(state: DashboardState, by: 1 | -1): DashboardState {
  const at = DENSITIES.indexOf(state.grid.density) + by;
  const density = DENSITIES[at];
  if (density !== undefined) return { ...state, grid: { ...state.grid, density } };
  const text = by > 0 ? 'Tiles are as large as they get; z shows one alone.' : 'Tiles are as small as they get.';
  return withMessage(state, 'info', text);
}

function moved(state: DashboardState, intent: MoveIntent): DashboardState {
  const entries = tileEntries(state);
  const plan = planGrid(state);
  const below = plan.stopped?.list.entries ?? [];
  switch (intent.kind) {
    case 'edge':
      return select(state, moveSelection([...entries, ...below], selectedKey(state), intent.to));
    case 'page':
    case 'scroll':
      return turnPage(state, plan, entries, Math.sign(intent.by));
    case 'move':
      return select(state, stepTo(state, plan, intent.direction)?.key ?? state.selection);
  }
}

/** Where an arrow leads: among the tiles, from the lowest ones to the rows below them, and back. */
function stepTo(state: DashboardState, plan: GridPlan, direction: Direction): PodEntry | null {
  const entries = tileEntries(state);
  const below = plan.stopped?.list.entries ?? [];
  const key = selectedKey(state);
  const belowAt = below.findIndex((entry) => entry.key === key);
  if (belowAt >= 0) return stepBelow(plan, below, belowAt, direction);
  const at = entries.findIndex((entry) => entry.key === key);
  // From "nothing selected" every arrow starts on the page that is shown.
  if (at < 0) return plan.tiles[0]?.entry ?? below[0] ?? null;
  const target = neighbour(plan, entries.length, at, direction);
  return target === at && direction === 'down' ? (below[0] ?? null) : (entries[target] ?? null);
}

function stepBelow(plan: GridPlan, below: readonly PodEntry[], at: number, direction: Direction): PodEntry | null {
  if (direction === 'down') return below[at + 1] ?? null;
  if (direction !== 'up') return null;
  return below[at - 1] ?? plan.tiles.at(-1)?.entry ?? null;
}

/** Turning the page selects its first tile, unless nothing was selected, which stays so. */
function turnPage(state: DashboardState, plan: GridPlan, entries: readonly PodEntry[], by: number): DashboardState {
  const page = Math.min(Math.max(0, plan.page + by), plan.pageCount - 1);
  if (page === plan.page) return state;
  const isShown = entries.some((entry) => entry.key === selectedKey(state));
  const turned = { ...state, grid: { ...state.grid, page } };
  return isShown ? select(turned, entries[page * plan.perPage]?.key ?? null) : turned;
}

/** The index of the tile that an arrow leads to from tile `at`; `at` itself at the ends. */
function neighbour(plan: GridPlan, count: number, at: number, direction: Direction): number {
  if (direction === 'left') return Math.max(0, at - 1);
  if (direction === 'right') return Math.min(count - 1, at + 1);
  const start = plan.page * plan.perPage;
  const row = Math.floor((at - start) / plan.columns) + (direction === 'down' ? 1 : -1);
  const rowStart = row * plan.columns;
  if (row >= 0 && rowStart < plan.tiles.length) return start + nearestInRow(plan, at - start, rowStart);
  if (direction === 'up') return start === 0 ? at : at - plan.columns;
  return start + plan.tiles.length >= count ? at : Math.min(count - 1, at + plan.columns);
}

/** The tile of the row that starts at `rowStart` whose middle is nearest to that of tile `from`. */
function nearestInRow(plan: GridPlan, from: number, rowStart: number): number {
  const middle = (index: number): number => {
    const rect = plan.tiles[index]?.rect;
    return rect === undefined ? 0 : rect.x + rect.width / 2;
  };
  const last = Math.min(rowStart + plan.columns, plan.tiles.length) - 1;
  let best = rowStart;
  for (let index = rowStart; index <= last; index += 1) {
    if (Math.abs(middle(index) - middle(from)) < Math.abs(middle(best) - middle(from))) best = index;
  }
  return best;
}
