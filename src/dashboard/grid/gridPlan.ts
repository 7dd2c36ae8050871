// Which tiles the grid shows and where: read by the view, the mouse, the arrow keys and the subscriptions alike.
import type { PodGroup } from '../../podList/groupPods';
import type { PodEntry } from '../../podList/podList';
import { screenLayout } from '../frame/screenLayout';
import { type TileGroup, tileGroups } from '../groups/groupsSelectors';
import type { Rect } from '../kit/frame';
import { contains, splitBottom } from '../kit/rects';
import { selectedKey, selectedRowKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { tileEntries } from '../scope/scopeSelectors';
import { type StoppedBelow, stoppedBelow } from './gridSelectors';
import { gridShape, tileRects } from './gridShape';
import { sectionPages } from './sectionPages';

export interface PlannedTile {
  readonly entry: PodEntry;
  readonly rect: Rect;
}

/** The head of a group of tiles. */
export interface PlannedHead {
  readonly group: PodGroup;
  readonly isFolded: boolean;
  readonly rect: Rect;
}

/** What an arrow can lead to where tiles stand in groups: a tile, or the head of a folded group. */
export interface GridStop {
  readonly key: string;
  readonly page: number;
  readonly rect: Rect;
}

export interface GridPlan {
  readonly tiles: readonly PlannedTile[];
  /** Of the groups on this page; none where tiles stand for themselves. */
  readonly heads: readonly PlannedHead[];
  /** Of all pages, in their order; null: tiles are not in groups. */
  readonly stops: readonly GridStop[] | null;
  /** From 0. */
  readonly page: number;
  /** At least 1. */
  readonly pageCount: number;
  readonly perPage: number;
  readonly columns: number;
  /** The Pods that are not live, in short, where the terminal is high enough. */
  readonly stopped: { readonly rect: Rect; readonly list: StoppedBelow } | null;
}

/** The page at hand: that of what is selected, or, while none is, the one paged to. */
export function planGrid(state: DashboardState): GridPlan {
  const { body } = screenLayout(state);
  const below = stoppedBelow(state);
  const { top, bottom } = splitBottom(body, below === null ? 0 : below.entries.length + 1);
  const stopped = below === null ? null : { rect: bottom, list: below };
  const groups = tileGroups(state);
  return groups === null ? planTiles(state, top, stopped) : planGroups(state, top, stopped, groups);
}

function planTiles(state: DashboardState, area: Rect, stopped: GridPlan['stopped']): GridPlan {
  const entries = tileEntries(state);
  const shape = gridShape(area, entries.length, state.grid.density);
  const perPage = shape.columns * shape.rows;
  const pageCount = Math.max(1, Math.ceil(entries.length / perPage));
  const selected = selectedKey(state);
  const selectedAt = entries.findIndex((entry) => entry.key === selected);
  const page = pageAt(selectedAt >= 0 ? Math.floor(selectedAt / perPage) : state.grid.page, pageCount);
  const onPage = entries.slice(page * perPage, (page + 1) * perPage);
  const rects = tileRects(area, shape, onPage.length, pageCount === 1);
  const tiles = onPage.flatMap((entry, index) => {
    const rect = rects[index];
    return rect === undefined ? [] : [{ entry, rect }];
  });
  return { tiles, heads: [], stops: null, page, pageCount, perPage, columns: shape.columns, stopped };
}

function planGroups(
  state: DashboardState,
  area: Rect,
  stopped: GridPlan['stopped'],
  groups: readonly TileGroup[],
): GridPlan {
  const pages = sectionPages(
    area,
    groups.map(({ tiles }) => tiles.length),
    state.grid.density,
  );
  const parts = pages.flatMap((page, at) => page.map((part) => ({ ...part, page: at })));
  const stops = parts.flatMap(({ section, tile, rect, page }): readonly GridStop[] => {
    const group = groups[section];
    const key = tile === null ? (group?.isFolded === true ? group.group.key : null) : group?.tiles[tile]?.key;
    return key == null ? [] : [{ key, page, rect }];
  });
  const selected = selectedRowKey(state);
  const page = pageAt(stops.find(({ key }) => key === selected)?.page ?? state.grid.page, pages.length);
  const shown = pages[page] ?? [];
  return {
    tiles: shown.flatMap(({ section, tile, rect }) => {
      const entry = tile === null ? undefined : groups[section]?.tiles[tile];
      return entry === undefined ? [] : [{ entry, rect }];
    }),
    heads: shown.flatMap(({ section, tile, rect }) => {
      const own = groups[section];
      return tile !== null || own === undefined ? [] : [{ group: own.group, isFolded: own.isFolded, rect }];
    }),
    stops,
    page,
    pageCount: pages.length,
    perPage: shown.length,
    columns: 1,
    stopped,
  };
}

function pageAt(wanted: number, pageCount: number): number {
  return Math.min(Math.max(0, wanted), pageCount - 1);
}

/** What a click on a cell of a tile, of a head or of a row below is for: a key; null: nothing. */
export function keyAt({ tiles, heads, stopped }: GridPlan, x: number, y: number): string | null {
  const tile = tiles.find(({ rect }) => contains(rect, x, y));
  if (tile !== undefined) return tile.entry.key;
  const head = heads.find(({ rect }) => contains(rect, x, y));
  if (head !== undefined) return head.group.key;
  if (stopped === null || !contains(stopped.rect, x, y)) return null;
  return stopped.list.entries[y - stopped.rect.y - 1]?.key ?? null;
}
