// Work that no frame is to wait for: what a turn of the event loop asks to be drawn is drawn at the end of it.
import { Observable } from 'rxjs';

/** Completes in the turn behind that. Unsubscribing forgets it. */
export function behindNextFrame(): Observable<never> {
  return new Observable((subscriber) => {
    let immediate = setImmediate(() => {
      immediate = setImmediate(() => subscriber.complete());
    });
    return () => clearImmediate(immediate);
  });
}
