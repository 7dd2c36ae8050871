// Which tiles the grid shows and where: read by the view, the mouse, the arrow keys and the subscriptions alike.
import type { PodEntry } from '../../podList/types';
import { screenLayout } from '../frame/screenLayout';
import type { Rect } from '../kit/frame';
import { contains, splitBottom } from '../kit/rects';
import { selectedKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { tileEntries } from '../scope/scopeSelectors';
import { type StoppedBelow, stoppedBelow } from './gridSelectors';
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
  readonly stopped: { readonly rect: Rect; readonly list: StoppedBelow } | null;
}

/** The page at hand: the selected tile's, or, while no tile is selected, the one paged to. */
export function planGrid(state: DashboardState): GridPlan {
  const { body } = screenLayout(state);
  const stopped = stoppedBelow(state);
  const { top, bottom } = splitBottom(body, stopped === null ? 0 : stopped.entries.length + 1);
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
    stopped: stopped === null ? null : { rect: bottom, list: stopped },
  };
}

/** The Pod under a cell, in a tile or in a row below, or null. */
export function podAt({ tiles, stopped }: GridPlan, x: number, y: number): PodEntry | null {
  const tile = tiles.find(({ rect }) => contains(rect, x, y));
  if (tile !== undefined) return tile.entry;
  if (stopped === null || !contains(stopped.rect, x, y)) return null;
  return stopped.list.entries[y - stopped.rect.y - 1] ?? null;
}
