// Files that others rewrite in place can be seen empty or half written: such a reading is repeated before it is believed.
import { type Observable, of, switchMap, timer } from 'rxjs';

/** Waits between the tries, ms: about 100 ms in all. */
const RETRY_DELAYS = [20, 30, 50] as const;

/** `torn`: the file may just be being written. */
export interface Reading<T> {
  readonly value: T;
  readonly torn: boolean;
}

/**
 * Reads at once; while the reading is torn, again a few times. Emits one value, the last one read, and completes;
 * a reading that is whole at once is emitted synchronously.
 */
export function readSettled<T>(read: () => Reading<T>, delays: readonly number[] = RETRY_DELAYS): Observable<T> {
  const { value, torn } = read();
  const [delay, ...later] = delays;
  if (!torn || delay === undefined) return of(value);
  return timer(delay).pipe(switchMap(() => readSettled(read, later)));
}

/** A write that began longer ago than this is over, ms: what it left is what the file holds. */
const WRITE_LASTS_MS = 1000;

/** Can a file with this time of change (Unix ms) still be in the middle of a rewrite? */
export function mayBeInWriting(mtimeMs: number): boolean {
  return Math.abs(Date.now() - mtimeMs) < WRITE_LASTS_MS;
}
