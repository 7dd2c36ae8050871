// Files that others rewrite in place can be seen empty or half written: such a reading is repeated before it is believed.
import { type Observable, of, switchMap, timer } from 'rxjs';
import { RETRY_DELAYS, type Reading } from '../store/tornReading';

/**
 * Reads at once; while the reading is torn, again a few times. Emits one value, the last one read, and completes;
 * a reading that is whole at once is emitted synchronously.
 */
export function readSettled<T>(read: () => Reading<T>, delays: readonly number[] = RETRY_DELAYS): Observable<T> {
  return settled(read(), read, delays);
}

/** The same where the first reading is there already. */
export function settled<T>(
  { value, torn }: Reading<T>,
  read: () => Reading<T>,
  delays: readonly number[] = RETRY_DELAYS,
): Observable<T> {
  const [delay, ...later] = delays;
  if (!torn || delay === undefined) return of(value);
  return timer(delay).pipe(switchMap(() => readSettled(read, later)));
}
