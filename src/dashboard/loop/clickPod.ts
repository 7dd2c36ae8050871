// A click on a Pod selects it, a second one opens it.
import { refusedForChange } from './changedRow';
import { openSelected } from './openPod';
import { select } from './podSelection';
import type { DashboardState } from './state';
import { type Step, stay } from './step';

/** Two clicks on one Pod within this time open it, in ms. */
const DOUBLE_CLICK = 400;

/** @param at Unix ms. */
export function clickPod(state: DashboardState, key: string, at: number): Step {
  const isSecond = state.lastClick?.key === key && at - state.lastClick.at <= DOUBLE_CLICK;
  const clicked = select({ ...state, lastClick: isSecond ? null : { key, at } }, key);
  if (!isSecond) return stay(clicked);
  return refusedForChange(clicked, { kind: 'open' }) ?? openSelected(clicked);
}
