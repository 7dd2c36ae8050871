// What a Pod keeps of its output above and on its screen, read once.

import { concatMap, defer, EMPTY, type Observable, of, take, timeout } from 'rxjs';
import type { ScreenRow } from '../cells/podScreen';
import { connectPod } from '../client/connectPod';
import type { Dial } from '../client/dial';
import { MAX_SCROLLBACK_ROWS } from '../protocol/screenUpdate';
import type { WireMethod } from '../protocol/wireMethod';
import { screenRow } from './screenRow';

/** `rows`: the oldest first, the last ones are the screen. */
export type ScrollbackRead =
  | { readonly kind: 'rows'; readonly rows: readonly ScreenRow[] }
  | { readonly kind: 'lost'; readonly reason: string };

/** How long the Pod may take, in ms. */
const TIMEOUT = 5000;
/** The same, of one that is asked for the sake of its recording. */
const WRITE_TIMEOUT = 1000;

const EVENTS: ReadonlySet<string> = new Set(['snapshot', 'scrollback', 'error']);

/** One answer over an own connection; `lost` whatever went wrong, never an error. Extension `scrollback`. */
export function readScrollback(dial: Dial): Observable<ScrollbackRead> {
  return rowsOf(dial, MAX_SCROLLBACK_ROWS, TIMEOUT);
}

/** Ends when the Pod has written what waits for its recording, as one does that is asked for its rows, or does not in time. */
export function writeRecording(dial: Dial): Observable<unknown> {
  return rowsOf(dial, 1, WRITE_TIMEOUT);
}

function rowsOf(dial: Dial, count: number, timeoutMs: number): Observable<ScrollbackRead> {
  return defer(() => {
    let send: (method: WireMethod) => void = () => {};
    return connectPod(dial, { only: EVENTS, entries: 'none' }).pipe(
      concatMap((event): Observable<ScrollbackRead> => {
        if (event.kind === 'refused' || event.kind === 'closed') return of({ kind: 'lost', reason: event.reason });
        if (event.kind === 'connected') send = event.send;
        if (event.kind !== 'event') return EMPTY;
        if (event.event.event === 'snapshot') {
          send({ method: 'read_scrollback', params: { from: 0, count } });
        } else if (event.event.event === 'scrollback') {
          return of({ kind: 'rows', rows: event.event.data.lines.map(screenRow) });
        } else if (event.event.event === 'error') {
          return of({ kind: 'lost', reason: event.event.data.message });
        }
        return EMPTY;
      }),
      take(1),
      timeout({ each: timeoutMs, with: () => of({ kind: 'lost' as const, reason: 'it did not answer in time' }) }),
    );
  });
}
