// A new PodList: what was selected, shown and awaited is carried over to it.
import { isProbing } from '../../podList/eligibility';
import { isGroupKey } from '../../podList/groupPods';
import { type PodId, podKey } from '../../podList/podId';
import type { PodList } from '../../podList/podList';
import { keepSelection } from '../../podList/selection';
import { followRenamed } from './followRenamed';
import type { StepHook } from './hook';
import { keepShown, select, selectableRows, selectShown } from './podSelection';
import { type DashboardState, paneEntry, type TileContent } from './state';

/** Tiles keep their place; what has come since stands behind them. Until the first full list they stand as it does. */
function nextTileOrder({ tileOrder, selectionIsAutomatic }: DashboardState, list: PodList): readonly string[] {
  const order = selectionIsAutomatic ? [] : tileOrder;
  const live = list.entries.filter((entry) => entry.state === 'live').map((entry) => entry.key);
  const isLive = new Set(live);
  const kept = order.filter((key) => isLive.has(key));
  const isKept = new Set(kept);
  const added = live.filter((key) => !isKept.has(key));
  return added.length === 0 && kept.length === order.length ? order : [...kept, ...added];
}

/** Content of Pods that are gone is dropped, except of the one that the pane is about. */
function nextTiles(state: DashboardState, order: readonly string[]): ReadonlyMap<string, TileContent> {
  const open = paneEntry(state)?.key ?? null;
  const wanted = new Set(order);
  const kept = [...state.tiles].filter(([key]) => wanted.has(key) || key === open);
  return kept.length === state.tiles.size ? state.tiles : new Map(kept);
}

function nextActivity(activity: DashboardState['activity'], order: readonly string[]): DashboardState['activity'] {
  const isLive = new Set(order);
  const kept = [...activity].filter(([key]) => isLive.has(key));
  return kept.length === activity.size ? activity : new Map(kept);
}

/** Takes a new list. A cleared selection stays one. */
export function reduceList(before: DashboardState, list: PodList): DashboardState {
  if (list === before.list) return before;
  const state = followRenamed(before, list);
  const tileOrder = nextTileOrder(state, list);
  return {
    ...state,
    list,
    tileOrder,
    tiles: nextTiles(state, tileOrder),
    activity: nextActivity(state.activity, tileOrder),
    // Of a group it is seen to where groups are known.
    selection: isGroupKey(state.selection)
      ? state.selection
      : keepSelection(state.selection, state.list.entries, list.entries),
  };
}

/** A hook that has something to do only where the list is a new one. */
function afterList(change: (state: DashboardState, before: DashboardState) => DashboardState): StepHook {
  return (step, { before }) => {
    const state = step.state.list === before.list ? step.state : change(step.state, before);
    return state === step.state ? step : { ...step, state };
  };
}

/** What the new list hides by its scope is not selected any more. */
export const keepingShown = afterList((state, before) => keepShown(state, selectableRows(before)));

/**
 * The first row counts as selected until every source and socket has had its say; then it is this very Pod. A stopped one
 * only counts on, unless the user settles it: live Pods come before it.
 */
export const settlingSelection = afterList((state) => {
  if (!state.selectionIsAutomatic) return state;
  const isSettled = !state.list.loading && !state.list.entries.some(isProbing);
  const first = selectableRows(state)[0];
  if (!isSettled || first === undefined) return state;
  return first.kind === 'pod' && first.entry.state !== 'live' ? state : select(state, first.key);
});

function selectNewPod(state: DashboardState): DashboardState {
  const found = state.list.entries.find((entry) => entry.state === 'live' && entry.key === state.selectWhenLive);
  return found === undefined ? state : selectShown({ ...state, selectWhenLive: null }, found.key);
}

/** Selects the new Pod as soon as it is there, which may be now. */
export function selectWhenLive(state: DashboardState, id: PodId): DashboardState {
  return selectNewPod({ ...state, selectWhenLive: podKey(id) });
}

/** A new Pod that is there now is selected. */
export const selectingNew = afterList(selectNewPod);
