// What every pane is given, and what it gives back.
import type { Placement, Rect } from '../kit/frame';
import type { LineCache } from '../kit/lineCache';
import type { DashboardState } from './state';

/** One moment to draw. `now` in Unix ms. */
export interface Moment {
  readonly state: DashboardState;
  readonly now: number;
  readonly cache: LineCache;
}

/** A pane: a pure function of the moment and its place, but for the cache, which only saves work. */
export type Pane = (moment: Moment, area: Rect) => readonly Placement[];

/** A placement whose lines are kept as long as `inputs` and the size of `rect` stay the same. */
export function placed(
  { cache }: Moment,
  key: string,
  rect: Rect,
  inputs: readonly unknown[],
  make: () => Placement['lines'],
): Placement {
  return { key, rect, lines: cache.lines(key, [rect.width, rect.height, ...inputs], make) };
}
