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

/** Each whole, and at least one of them, cut where it is longer than there is room; how they go away stands behind the last. */
export function failureRows({ failures, size, keymap }: DashboardState): FailureRows {
  const room = Math.floor(size.rows / ROWS_FOR_ONE);
  const { all } = failures;
  if (all.length === 0 || room === 0) return NOTHING;
  const key = keyOfIntent(keymap, 'back');
  const lines = (index: number, way: string) =>
    wrapText(`${MARK}${displayText(all[index]?.text ?? '')}${way}`, size.cols);
  const wayBehind = (count: number) => wayOut(key, count, all.length - count);
  const rows: string[] = [];
  let count = 0;
  while (count < all.length) {
    const last = lines(count, wayBehind(count + 1));
    if (count > 0 && rows.length + last.length > room) break;
    rows.push(...lines(count, ''));
    count += 1;
  }
  const before = rows.length - lines(count - 1, '').length;
  return { rows: [...rows.slice(0, before), ...lines(count - 1, wayBehind(count))].slice(0, room), count };
}

function wayOut(key: string | null, count: number, more: number): string {
  if (key === null) return '';
  return ` (${key} dismisses ${count === 1 ? 'it' : 'them'}${more === 0 ? '' : `, ${more} more`})`;
}
