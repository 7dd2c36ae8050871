// Moving through tiles and pages, and the tiles' size.
import { isGroupKey } from '../../podList/groupPods';
import type { PodEntry } from '../../podList/podList';
import { moveSelection } from '../../podList/selection';
import type { Direction, Intent, MoveIntent } from '../loop/intent';
import { isMove } from '../loop/intent';
import { keyOfIntent } from '../loop/keyRow';
import { select, selectableRows, selectedRowKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withMessage } from '../loop/step';
import { tileEntries } from '../scope/scopeSelectors';
import { type GridPlan, type GridStop, planGrid } from './gridPlan';
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
  const zoom = keyOfIntent(state.keymap, 'zoom');
  const alone = zoom === null ? '' : `; ${zoom} shows one alone`;
  const text = by > 0 ? `Tiles are as large as they get${alone}.` : 'Tiles are as small as they get.';
  return withMessage(state, 'info', text);
}

function moved(state: DashboardState, intent: MoveIntent): DashboardState {
  const entries = tileEntries(state);
  const plan = planGrid(state);
  switch (intent.kind) {
    case 'edge':
      return select(state, moveSelection(selectableRows(state), selectedRowKey(state), intent.to));
    case 'page':
    case 'scroll':
      return turnPage(state, plan, entries, Math.sign(intent.by));
    case 'move':
      return select(state, stepTo(state, plan, intent.direction) ?? state.selection);
  }
}

/** Where an arrow leads, by its key: among the tiles, from the lowest ones to the rows below them, and back. */
function stepTo(state: DashboardState, plan: GridPlan, direction: Direction): string | null {
  const below = plan.stopped?.list.entries ?? [];
  const key = selectedRowKey(state);
  const belowAt = below.findIndex((entry) => entry.key === key);
  if (belowAt >= 0) return stepBelow(plan, below, belowAt, direction);
  if (plan.stops !== null) return stepAmong(plan.stops, plan.page, key, direction) ?? downTo(below, direction);
  const entries = tileEntries(state);
  const at = entries.findIndex((entry) => entry.key === key);
  // From "nothing selected" every arrow starts on the page that is shown.
  if (at < 0) return (plan.tiles[0]?.entry ?? below[0])?.key ?? null;
  const target = neighbour(plan, entries.length, at, direction);
  return target === at ? (downTo(below, direction) ?? key) : (entries[target]?.key ?? null);
}

function downTo(below: readonly PodEntry[], direction: Direction): string | null {
  return direction === 'down' ? (below[0]?.key ?? null) : null;
}

function stepBelow(plan: GridPlan, below: readonly PodEntry[], at: number, direction: Direction): string | null {
  if (direction === 'down') return below[at + 1]?.key ?? null;
  if (direction !== 'up') return null;
  const last = plan.stops === null ? plan.tiles.at(-1)?.entry : plan.stops.at(-1);
  return (below[at - 1] ?? last)?.key ?? null;
}

/** Among tiles in groups; null: there is nothing there. */
function stepAmong(stops: readonly GridStop[], page: number, key: string | null, direction: Direction): string | null {
  const at = stops.findIndex((stop) => stop.key === key);
  const from = stops[at];
  if (from === undefined) return (stops.find((stop) => stop.page === page) ?? stops[0])?.key ?? null;
  if (direction === 'left' || direction === 'right') return stops[at + (direction === 'left' ? -1 : 1)]?.key ?? null;
  const isBeyond = (stop: GridStop): boolean => (direction === 'down' ? isAbove(from, stop) : isAbove(stop, from));
  const beyond = stops.filter(isBeyond);
  const next = direction === 'down' ? beyond[0] : beyond.at(-1);
  if (next === undefined) return null;
  // A head is as wide as all of them: it begins where the first one does.
  const middle = ({ key: own, rect }: GridStop): number => rect.x + (isGroupKey(own) ? 0 : rect.width / 2);
  const distance = (stop: GridStop): number => Math.abs(middle(stop) - middle(from));
  return beyond
    .filter((stop) => !isAbove(stop, next) && !isAbove(next, stop))
    .reduce((best, stop) => (distance(stop) < distance(best) ? stop : best), next).key;
}

function isAbove(a: GridStop, b: GridStop): boolean {
  return a.page < b.page || (a.page === b.page && a.rect.y < b.rect.y);
}

/** Turning the page selects its first tile, unless nothing was selected, which stays so. */
function turnPage(state: DashboardState, plan: GridPlan, entries: readonly PodEntry[], by: number): DashboardState {
  const page = Math.min(Math.max(0, plan.page + by), plan.pageCount - 1);
  if (page === plan.page) return state;
  const stops = plan.stops ?? entries;
  const isShown = stops.some(({ key }) => key === selectedRowKey(state));
  const turned = { ...state, grid: { ...state.grid, page } };
  const first = plan.stops === null ? entries[page * plan.perPage] : plan.stops.find((stop) => stop.page === page);
  return isShown ? select(turned, first?.key ?? null) : turned;
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
