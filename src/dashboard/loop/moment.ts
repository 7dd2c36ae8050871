// What every view is given, and what it gives back.
import type { Frame, Placement, Rect } from '../kit/frame';
import type { LineCache } from '../kit/lineCache';
import type { DashboardState } from './state';

/** One moment to draw. `now` in Unix ms. */
export interface Moment {
  readonly state: DashboardState;
  readonly now: number;
  readonly cache: LineCache;
}

/** What a view has drawn, and where the terminal's cursor stands in it; null: not there. */
export interface Drawn {
  readonly placements: readonly Placement[];
  readonly cursor: Frame['cursor'];
  /** It wants to know where a held button is moved to. */
  readonly wantsDrags?: true;
}

export const NOTHING_DRAWN: Drawn = { placements: [], cursor: null };

/** Placements without a cursor. */
export function drawn(placements: readonly Placement[]): Drawn {
  return { placements, cursor: null };
}

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
