// The rows in which failures stand, as far as there is room: what has none comes once those before it are taken away.
import { displayText } from '../../cells/displayText';
import { wrapText } from '../../cells/wrapSpans';
import { keyOfIntent } from '../loop/keyRow';
import type { DashboardState } from '../loop/state';

/** Of the screen, for each row of failures. */
const ROWS_FOR_ONE = 4;
const MARK = '! ';

export interface FailureRows {
  readonly rows: readonly string[];
  /** So many failures, the oldest ones, stand in them. */
  readonly count: number;
}

const NOTHING: FailureRows = { rows: [], count: 0 };

/** Each whole, and at least one of them, cut where it is longer than there is room. */
export function failureRows({ failures, size, keymap }: DashboardState): FailureRows {
  const room = Math.floor(size.rows / ROWS_FOR_ONE);
  if (failures.all.length === 0 || room === 0) return NOTHING;
  const key = keyOfIntent(keymap, 'back');
  const rows: string[] = [];
  let count = 0;
  for (const { text } of failures.all) {
    const more = failures.all.length - count - 1;
    const way = key === null ? '' : ` (${key} dismisses it${more === 0 ? '' : `, ${more} more`})`;
    const lines = wrapText(`${MARK}${displayText(text)}${way}`, size.cols);
    if (count > 0 && rows.length + lines.length > room) break;
    rows.push(...lines.slice(0, room));
    count += 1;
  }
  return { rows, count };
}
