// Bars in a tile's lower border: what the Pod has put out in the last minute.
import type { ScreenRow } from '../../cells/podScreen';
import { DEFAULT_COLOUR } from '../../cells/textStyle';
import type { BoxLook } from '../kit/box';
import type { Placement, Rect } from '../kit/frame';
import type { Moment } from '../loop/moment';
import { activitySparkline, activityWidth } from './activity';

/** A tile of fewer rows is all screen. */
const ROWS_FOR_ACTIVITY = 5;

/** More than any bars take; the painter cuts it. */
const lineOf = (char: string): readonly ScreenRow[] => [
  [{ text: char.repeat(64), fg: DEFAULT_COLOUR, bg: DEFAULT_COLOUR, flags: 0, width: 1 }],
];
const THIN_LINE = lineOf('─');
const DOUBLE_LINE = lineOf('═');

/** `rect`: the tile's. None while the Pod is quiet, or has no room. */
export function activityBars({ state, now }: Moment, rect: Rect, key: string, look: BoxLook): readonly Placement[] {
  const activity = state.activity.get(key);
  const width = activityWidth(rect.width);
  if (activity === undefined || width === 0 || rect.height < ROWS_FOR_ACTIVITY) return [];
  const sparkline = activitySparkline(activity, width, { ...look.border, flags: 0 }, now);
  if (sparkline === null) return [];
  const place = { x: rect.x + rect.width - width - 2, y: rect.y + rect.height - 1, width, height: 1 };
  // Where a frame is printed as text, the border stays whole.
  return [{ key: `tile:${key}:activity`, rect: place, lines: look.double ? DOUBLE_LINE : THIN_LINE, sparkline }];
}
