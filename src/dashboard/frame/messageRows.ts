// The message at the foot of the screen, over as many rows as it needs, as far as the screen has them to spare.
import { displayText } from '../../cells/displayText';
import { wrapText } from '../../cells/wrapSpans';
import type { DashboardState, Message } from '../loop/state';

/** The whole of what most errors say, with what to do. */
const MAX_ROWS = 4;
/** Of the screen, for each row of the message. */
const SCREEN_ROWS = 6;

interface Wrapped {
  readonly width: number;
  readonly count: number;
  readonly rows: readonly string[];
}

/** What was worked out last: the layout is asked for many times a frame. */
const known = new WeakMap<Message, Wrapped>();

/** Safe; empty: there is no message. The last row is too long where there is more to say than room. */
export function messageRows({ message, size }: Pick<DashboardState, 'message' | 'size'>): readonly string[] {
  if (message === null) return [];
  const count = Math.max(1, Math.min(MAX_ROWS, Math.floor(size.rows / SCREEN_ROWS)));
  const width = Math.max(1, size.cols);
  const last = known.get(message);
  if (last?.width === width && last.count === count) return last.rows;
  const wrapped = wrapText(`${message.kind === 'error' ? '! ' : ''}${displayText(message.text)}`, width);
  const rows = wrapped.length <= count ? wrapped : [...wrapped.slice(0, count - 1), wrapped.slice(count - 1).join(' ')];
  known.set(message, { width, count, rows });
  return rows;
}
