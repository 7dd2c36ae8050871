// The grid as a feature: a pane of tiles.
import { feature, NONE } from '../loop/feature';
import { pageText } from '../scope/scopeSelectors';
import { GRID_KEYS } from './gridKeys';
import { gridPane } from './gridPane';
import { type GridPlan, planGrid, tileAt } from './gridPlan';
import { NEW_GRID } from './gridState';
import { reduceGrid } from './reduceGrid';

export const gridFeature = feature<'grid', true, GridPlan>({
  layer: 'pane',
  modes: { grid: { takesText: false, remap: 'own', words: 'the grid' } },
  initial: NEW_GRID,
  keys: GRID_KEYS,
  leads: NONE.always,
  shows: ({ pane }) => (pane.kind === 'grid' ? true : null),
  mode: () => 'grid',
  reduce: (state, _, intent) => reduceGrid(state, intent),
  offers: NONE.nothing,
  hears: NONE.nothing,
  plan: planGrid,
  view: gridPane,
  watches: ({ tiles }) => tiles.map(({ entry }) => entry),
  ages: ({ tiles, closed }) => [
    ...tiles.map(({ entry }) => entry.statusSince ?? 0),
    ...(closed?.list.entries ?? []).map((entry) => entry.updatedAt),
  ],
  hit: (plan, { x, y, at }) => {
    const tile = tileAt(plan, x, y);
    return tile === null ? null : { kind: 'click', key: tile.entry.key, at };
  },
  wheel: 1,
  place: ({ page, pageCount }, { scope }) => pageText(scope, page, pageCount),
});
