// A new PodList: what was selected, shown and awaited is carried over to it.
import { isProbing } from '../../podList/eligibility';
import { keepSelection } from '../../podList/selection';
import type { PodList } from '../../podList/types';
import { attentionAfterList } from '../attention/reduceAttention';
import { keepShown, selectShown } from '../scope/reduceScope';
import { openRestored } from './openPod';
import { type DashboardState, selectableEntries, type TileContent } from './state';
import { type Step, stay } from './step';

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

/** Content of Pods that are gone is dropped, except the conversation that is open. */
function nextTiles(state: DashboardState, order: readonly string[]): ReadonlyMap<string, TileContent> {
  const open = state.pane.kind === 'conversation' || state.pane.kind === 'zoom' ? state.pane.entry.key : null;
  const wanted = new Set(order);
  const kept = [...state.tiles].filter(([key]) => wanted.has(key) || key === open);
  return kept.length === state.tiles.size ? state.tiles : new Map(kept);
}

function nextActivity(activity: DashboardState['activity'], order: readonly string[]): DashboardState['activity'] {
  const isLive = new Set(order);
  const kept = [...activity].filter(([key]) => isLive.has(key));
  return kept.length === activity.size ? activity : new Map(kept);
}

/** The first row counts as selected until every source and socket has had its say; then it is this very Pod. */
function settleSelection(state: DashboardState): DashboardState {
  if (!state.selectionIsAutomatic) return state;
  const isSettled = !state.list.loading && !state.list.entries.some(isProbing);
  const first = selectableEntries(state)[0];
  if (!isSettled || first === undefined) return state;
  return { ...state, selection: first.key, selectionIsAutomatic: false };
}

function selectNewPod(state: DashboardState): DashboardState {
  const found = state.list.entries.find((entry) => entry.state === 'live' && entry.id.name === state.selectWhenLive);
  if (found === undefined) return state;
  return selectShown({ ...state, selectWhenLive: null }, found.key);
}

/** Takes a new list. A cleared selection stays one, and so does the message line as long as what it says is true. */
export function reduceList(state: DashboardState, list: PodList): Step {
  if (list === state.list) return stay(state);
  const tileOrder = nextTileOrder(state, list);
  const before = selectableEntries(state);
  const next: DashboardState = {
    ...state,
    list,
    tileOrder,
    tiles: nextTiles(state, tileOrder),
    activity: nextActivity(state.activity, tileOrder),
    selection: keepSelection(state.selection, state.list.entries, list.entries),
  };
  const told = attentionAfterList(state, next);
  const opened = openRestored(selectNewPod(settleSelection(keepShown(told.state, before))), false);
  return { state: opened.state, effects: [...told.effects, ...opened.effects] };
}

/** Selects the new Pod as soon as it is there, which may be now. */
export function selectWhenLive(state: DashboardState, name: string): DashboardState {
  return selectNewPod({ ...state, selectWhenLive: name });
}
