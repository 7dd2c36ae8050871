// The live conversation of one Pod that offers no terminal: its snapshot, and what it says from then on.
import { Observable } from 'rxjs';
import { connectPod } from './podConnection';
import type { TileFeed } from './tileFeed';
import { Transcript } from './transcript';

/** Words that arrive within one frame are one emission, ms. */
const FRAME_MS = 16;

/** An own connection for as long as it is subscribed; only reads. Ends with `lost`, whatever the reason; never errors. */
export function watchTranscript(socketPath: string): Observable<TileFeed> {
  return new Observable((subscriber) => {
    const transcript = new Transcript();
    let frame: NodeJS.Timeout | null = null;
    const say = (): void => {
      if (frame !== null) clearTimeout(frame);
      frame = null;
      subscriber.next({ kind: 'transcript', lines: transcript.lines() });
    };
    subscriber.add(() => {
      if (frame !== null) clearTimeout(frame);
    });
    const connection = connectPod(socketPath).subscribe((event) => {
      if (event.kind === 'event') {
        const changed = transcript.apply(event.event);
        if (event.event.event === 'snapshot') say();
        else if (changed) frame ??= setTimeout(say, FRAME_MS);
      } else if (event.kind !== 'connected') {
        if (frame !== null) say();
        subscriber.next({ kind: 'lost', reason: event.reason });
        subscriber.complete();
      }
    });
    subscriber.add(connection);
  });
}
