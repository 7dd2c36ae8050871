// Which tiles the grid shows and where: read by the view, the mouse, the arrow keys and the subscriptions alike.
import { type TruncatedPodList, truncatePodList } from '../../podList/truncatePodList';
import type { PodEntry } from '../../podList/types';
import { screenLayout } from '../frame/screenLayout';
import type { Rect } from '../kit/frame';
import { contains, splitBottom } from '../kit/rects';
import { selectedKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { listEntries, tileEntries } from '../scope/scopeSelectors';
import { gridShape, tileRects } from './gridShape';

export interface PlannedTile {
  readonly entry: PodEntry;
  readonly rect: Rect;
}

export interface GridPlan {
  readonly tiles: readonly PlannedTile[];
  /** From 0. */
  readonly page: number;
  /** At least 1. */
  readonly pageCount: number;
  readonly perPage: number;
  readonly columns: number;
  /** The Pods that are not live, in short, where the terminal is high enough. */
  readonly closed: { readonly rect: Rect; readonly list: TruncatedPodList } | null;
}

/** Below this many rows every row goes to the tiles. */
const ROWS_FOR_CLOSED_STRIP = 20;
/** More are counted. */
const MOST_CLOSED = 3;

/** The page at hand: the selected tile's, or, while no tile is selected, the one paged to. */
export function planGrid(state: DashboardState): GridPlan {
  const { body } = screenLayout(state);
  const closed = closedPods(state);
  const hasStrip = closed.total > 0 && state.size.rows >= ROWS_FOR_CLOSED_STRIP;
  const { top, bottom } = splitBottom(body, hasStrip ? closed.entries.length + 1 : 0);
  const entries = tileEntries(state);
  const shape = gridShape(top, entries.length, state.grid.density);
  const perPage = shape.columns * shape.rows;
  const pageCount = Math.max(1, Math.ceil(entries.length / perPage));
  const selected = selectedKey(state);
  const selectedAt = entries.findIndex((entry) => entry.key === selected);
  const wanted = selectedAt >= 0 ? Math.floor(selectedAt / perPage) : state.grid.page;
  const page = Math.min(Math.max(0, wanted), pageCount - 1);
  const onPage = entries.slice(page * perPage, (page + 1) * perPage);
  const rects = tileRects(top, shape, onPage.length, pageCount === 1);
  return {
    tiles: onPage.flatMap((entry, index) => {
      const rect = rects[index];
      return rect === undefined ? [] : [{ entry, rect }];
    }),
    page,
    pageCount,
    perPage,
    columns: shape.columns,
    closed: hasStrip ? { rect: bottom, list: closed } : null,
  };
}

/** The newest of the Pods that are not live, and how many there are. */
function closedPods(state: DashboardState): TruncatedPodList {
  const entries = listEntries(state).filter((entry) => entry.state !== 'live');
  return truncatePodList({ entries }, MOST_CLOSED);
}

/** The tile under a cell, or null. */
export function tileAt(plan: GridPlan, x: number, y: number): PlannedTile | null {
  return plan.tiles.find(({ rect }) => contains(rect, x, y)) ?? null;
}
