// The grid as a feature: a pane of tiles.
import { isGroupKey } from '../../podList/groupPods';
import { feature, NONE } from '../loop/feature';
import { pageText } from '../scope/scopeSelectors';
import { GRID_KEYS } from './gridKeys';
import { gridPane } from './gridPane';
import { type GridPlan, keyAt, planGrid } from './gridPlan';
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
  ages: ({ tiles, stopped }) => [
    ...tiles.map(({ entry }) => entry.statusSince ?? 0),
    ...(stopped?.list.entries ?? []).map((entry) => entry.updatedAt),
  ],
  hit: (plan, { x, y, at }) => {
    const key = keyAt(plan, x, y);
    if (key === null) return null;
    return isGroupKey(key) ? { kind: 'fold', key, to: 'other' } : { kind: 'click', key, at };
  },
  drag: NONE.nothing,
  wheel: 1,
  place: ({ page, pageCount }, { scope, groups }) =>
    [groups.by === 'none' ? '' : `by ${groups.by}`, pageText(scope, page, pageCount)]
      .filter((words) => words !== '')
      .join(' · '),
});
