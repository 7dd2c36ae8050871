// Long synchronous work in slices, so that keys and sockets are served in between.
import { Observable } from 'rxjs';

/** Small files a turn: about 2 ms once the code is warm. */
const CHUNK = 100;
/** Of a turn that takes longer, ms: who answers meanwhile is heard sooner. Looked at behind so many items. */
const LONGEST_MS = 2;
const LOOK_EVERY = 10;

/** Takes all steps, one a turn of the event loop. Nobody ends it: it is work of a moment, whose end is worth to be waited for. */
export function stepByStep(steps: Generator<void, void>): void {
  setImmediate(() => {
    if (steps.next().done !== true) stepByStep(steps);
  });
}

/** Calls `each` for every item, at most 100 a turn of the event loop; completes after the last. Unsubscribing stops it. */
export function inChunks<T>(items: readonly T[], each: (item: T) => void): Observable<never> {
  return new Observable((subscriber) => {
    let next = 0;
    let immediate: NodeJS.Immediate | null = null;
    const turn = (): void => {
      const end = Math.min(next + CHUNK, items.length);
      const began = performance.now();
      while (next < end) {
        const stop = Math.min(next + LOOK_EVERY, end);
        for (const item of items.slice(next, stop)) each(item);
        next = stop;
        if (performance.now() - began >= LONGEST_MS) break;
      }
      if (subscriber.closed) return;
      if (next === items.length) subscriber.complete();
      else immediate = setImmediate(turn);
    };
    turn();
    return () => {
      if (immediate !== null) clearImmediate(immediate);
    };
  });
}
