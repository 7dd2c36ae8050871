// How much each Pod puts out, interval by interval: a small ring that only new output changes.
import type { Sparkline } from '../kit/frame';
import type { Style } from '../kit/theme';

export interface Activity {
  /** The Pod's count of its output when it was last seen. */
  readonly outputBytes: number;
  /** Number of the interval of the newest value. */
  readonly interval: number;
  /** Bytes an interval, the newest last; at most BARS. */
  readonly values: readonly number[];
}

/** Ms that one bar stands for. */
export const INTERVAL = 2000;
/** What a minute ago is forgotten. */
const BARS = 30;

const intervalOf = (at: number): number => Math.floor(at / INTERVAL);

/** The last BARS values as of interval `now`. */
function shifted({ interval, values }: Activity, now: number): readonly number[] {
  const passed = Math.max(0, now - interval);
  if (passed === 0) return values;
  return [...values, ...new Array<number>(Math.min(passed, BARS)).fill(0)].slice(-BARS);
}

/**
 * The activity after the Pod has said its count. `at`: Unix ms; null for the first word of a connection, which tells of
 * output that may be old. The same object where nothing was put out.
 */
export function noteOutput(before: Activity | null, outputBytes: number, at: number | null): Activity {
  if (before === null) return { outputBytes, interval: at === null ? 0 : intervalOf(at), values: [] };
  if (before.outputBytes === outputBytes) return before;
  const grown = outputBytes - before.outputBytes;
  // A smaller count is a Pod that has started anew.
  if (at === null || grown < 0) return { ...before, outputBytes };
  const interval = Math.max(before.interval, intervalOf(at));
  const values = before.values.length === 0 ? [0] : [...shifted(before, interval)];
  values[values.length - 1] = (values.at(-1) ?? 0) + grown;
  return { outputBytes, interval, values };
}

/** Ms until the bars move on; null = there are none to move. */
export function untilActivityMoves(activity: Activity, now: number): number | null {
  return isShown(activity, now) ? INTERVAL - (now % INTERVAL) : null;
}

function isShown({ interval, values }: Activity, now: number): boolean {
  const forgotten = values.length + Math.max(0, intervalOf(now) - interval) - BARS;
  return values.some((value, at) => value > 0 && at >= forgotten);
}

const drawn = new WeakMap<Activity, { readonly inputs: readonly unknown[]; readonly sparkline: Sparkline }>();

/** The bars as of `now`, at most `width`; null after a minute without output. Unchanged bars are the same object. */
export function activitySparkline(activity: Activity, width: number, style: Style, now: number): Sparkline | null {
  if (!isShown(activity, now)) return null;
  const inputs = [width, style.fg, style.bg, style.flags, intervalOf(now)];
  const known = drawn.get(activity);
  if (known?.inputs.every((input, index) => input === inputs[index])) return known.sparkline;
  const sparkline = { values: shifted(activity, intervalOf(now)).slice(-width), ...style };
  drawn.set(activity, { inputs, sparkline });
  return sparkline;
}

/** Bars that a tile of so many cells has room for; 0 = none. */
export function activityWidth(cells: number): number {
  const width = Math.min(BARS, Math.floor(cells / 3));
  return width < 6 ? 0 : width;
}
