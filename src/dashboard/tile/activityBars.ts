// Bars in a tile's last row, inside its border: what the Pod has put out in the last minute.
import type { Placement, Rect } from '../kit/frame';
import type { Moment } from '../loop/moment';
import type { DashboardState } from '../loop/state';
import { activitySparkline, activityWidth, untilActivityMoves } from './activity';

/** A tile of fewer rows is all screen. */
const ROWS_FOR_ACTIVITY = 10;

/** Whether a tile keeps its last row for them: for as long as the Pod is heard, so that its screen does not move. */
export function hasActivityRow({ activity, pane }: DashboardState, rect: Rect, key: string): boolean {
  return pane.kind !== 'zoom' && rect.height >= ROWS_FOR_ACTIVITY && activityWidth(rect.width) > 0 && activity.has(key);
}

/** In the last row of `inside`, a tile without its border, which is kept for them. None while the Pod is quiet. */
export function activityBars({ state, now }: Moment, inside: Rect, key: string): readonly Placement[] {
  const activity = state.activity.get(key);
  const width = activityWidth(inside.width);
  if (activity === undefined || width === 0) return [];
  const sparkline = activitySparkline(activity, width, state.theme.dim, now);
  if (sparkline === null) return [];
  const place = { x: inside.x + inside.width - width, y: inside.y + inside.height - 1, width, height: 1 };
  return [{ key: `tile:${key}:activity`, rect: place, lines: [], sparkline }];
}

/** Ms until they look different although nothing is put out; Infinity: there are none to move. */
export function untilBarsMove({ state, now }: Moment, key: string): number {
  const activity = state.activity.get(key);
  return (activity === undefined ? null : untilActivityMoves(activity, now)) ?? Number.POSITIVE_INFINITY;
}
