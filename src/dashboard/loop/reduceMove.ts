// Moving through tiles, rows and text: arrows, pages, both ends, the wheel.
import { moveSelection } from '../../podList/selection';
import type { PodEntry } from '../../podList/types';
import { type GridPlan, planGrid } from '../grid/gridPlan';
import { planHelp } from '../help/helpPlan';
import { planPicker } from '../picker/pickerPlan';
import { planWhy } from '../why/whyPlan';
import type { Direction, Intent } from './intent';
import { type DashboardState, listEntries, selectedKey, tileEntries } from './state';

export type MoveIntent = Extract<Intent, { readonly kind: 'move' | 'page' | 'edge' | 'scroll' }>;

/** The state with this Pod selected by the user. */
export function select(state: DashboardState, key: string | null): DashboardState {
  return { ...state, selection: key, selectionIsAutomatic: false };
}

/** Moves in whatever lies on top. */
export function reduceMove(state: DashboardState, intent: MoveIntent): DashboardState {
  if (state.overlay?.kind === 'help') {
    const { top, lines } = planHelp(state, state.overlay.top);
    const moved = planHelp(state, top + rowsOf(intent, lines.length - 1));
    return { ...state, overlay: { kind: 'help', top: moved.top } };
  }
  if (state.overlay?.kind === 'why') {
    const { key, top } = state.overlay;
    // The time words the ages; the view mends the row by which they may wrap differently.
    const plan = planWhy(state, key, top, 0);
    const moved = planWhy(state, key, plan.top + rowsOf(intent, plan.lines.length - 1), 0);
    return { ...state, overlay: { ...state.overlay, top: moved.top } };
  }
  return state.pane.kind === 'grid' ? moveGrid(state, intent) : movePicker(state, intent);
}

/** How many rows a move scrolls a text; the edges are as far as a text can be. */
export function rowsOf(intent: MoveIntent, pageHeight: number): number {
  switch (intent.kind) {
    case 'move':
      return intent.direction === 'down' ? 1 : intent.direction === 'up' ? -1 : 0;
    case 'page':
      return intent.by * Math.max(1, pageHeight);
    case 'scroll':
      return intent.by;
    case 'edge':
      return intent.to === 'first' ? -1e9 : 1e9;
  }
}

function movePicker(state: DashboardState, intent: MoveIntent): DashboardState {
  const entries = listEntries(state);
  const { pageSize } = planPicker(state);
  const forward = intent.kind === 'move' ? intent.direction === 'down' : intent.kind !== 'edge' && intent.by > 0;
  const selection = selectedKey(state);
  switch (intent.kind) {
    case 'edge':
      return select(state, moveSelection(entries, selection, intent.to));
    case 'page':
      return select(state, moveSelection(entries, selection, forward ? 'pageDown' : 'pageUp', pageSize));
    case 'move':
    case 'scroll':
      return select(state, moveSelection(entries, selection, forward ? 'next' : 'previous'));
  }
}

function moveGrid(state: DashboardState, intent: MoveIntent): DashboardState {
  const entries = tileEntries(state);
  const plan = planGrid(state);
  switch (intent.kind) {
    case 'edge':
      return select(state, moveSelection(entries, selectedKey(state), intent.to));
    case 'page':
    case 'scroll':
      return turnPage(state, plan, entries, Math.sign(intent.by));
    case 'move': {
      const at = entries.findIndex((entry) => entry.key === selectedKey(state));
      // From "nothing selected" every arrow starts on the page that is shown.
      if (at < 0) return select(state, plan.tiles[0]?.entry.key ?? state.selection);
      const target = entries[neighbour(plan, entries.length, at, intent.direction)];
      return select(state, target?.key ?? state.selection);
    }
  }
}

/** Turning the page selects its first tile, unless nothing was selected, which stays so. */
function turnPage(state: DashboardState, plan: GridPlan, entries: readonly PodEntry[], by: number): DashboardState {
  const gridPage = Math.min(Math.max(0, plan.page + by), plan.pageCount - 1);
  if (gridPage === plan.page) return state;
  const isShown = entries.some((entry) => entry.key === selectedKey(state));
  const turned = { ...state, gridPage };
  return isShown ? select(turned, entries[gridPage * plan.perPage]?.key ?? null) : turned;
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
