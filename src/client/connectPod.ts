// A connection to a Pod as an Observable: subscribing dials, unsubscribing hangs up.
import { Observable } from 'rxjs';
import type { SnapshotEntries } from '../protocol/snapshotEntries';
import type { WireEvent } from '../protocol/wireEvent';
import type { WireMethod } from '../protocol/wireMethod';
import { errnoOf, errorWords } from '../store/fileErrors';
import { type Dial, DialPatience, discard, isDialError } from './dial';
import { PodConnection, type WantedEntries } from './podConnection';

/** `refused`: never connected. `closed`: was connected. Either is the last word before the Observable completes. */
export type ConnectionEvent =
  | {
      readonly kind: 'connected';
      readonly send: (method: WireMethod) => void;
      /** For who asks something in between; owned by the Observable. */
      readonly connection?: PodConnection;
    }
  /** Once: the beginning of a line that is not whole yet, such as a snapshot with a long log. */
  | { readonly kind: 'receiving' }
  /** `entries`: see `PodListener`. */
  | { readonly kind: 'event'; readonly event: WireEvent; readonly entries?: SnapshotEntries }
  /** `isOurFault`: we may open no more files; it says nothing of the Pod. */
  | { readonly kind: 'refused'; readonly reason: string; readonly isOurFault?: boolean }
  | { readonly kind: 'closed'; readonly reason: string };

interface ConnectionOptions {
  /** Events of other names are dropped before they are parsed, where their line shows the name. Default: all are read. */
  readonly only?: ReadonlySet<string>;
  /** See `PodListener`. */
  readonly entries?: WantedEntries;
  /** A longer line closes the connection. */
  readonly maxLineBytes?: number;
}

/**
 * Dials and says what the Pod says. Never errors. Events that we do not know are left out; alerts may come before the
 * snapshot (formats §5).
 */
export function connectPod(
  dial: Dial,
  { only, entries: wanted, maxLineBytes }: ConnectionOptions = {},
): Observable<ConnectionEvent> {
  return new Observable((subscriber) => {
    const dialling = new DialPatience();
    let connection: PodConnection | null = null;
    let isDialling = true;
    const end = (last: ConnectionEvent): void => {
      subscriber.next(last);
      subscriber.complete();
    };
    dial(dialling).then(
      (duplex) => {
        isDialling = false;
        if (subscriber.closed) {
          discard(duplex);
          return;
        }
        const opened = new PodConnection(duplex, maxLineBytes);
        connection = opened;
        opened.listen({
          ...(only !== undefined && { only }),
          ...(wanted !== undefined && { entries: wanted }),
          event: (event, entries) => subscriber.next({ kind: 'event', event, ...(entries !== null && { entries }) }),
          receiving: () => subscriber.next({ kind: 'receiving' }),
          closed: (reason) => end({ kind: 'closed', reason }),
        });
        subscriber.next({ kind: 'connected', send: (method) => opened.send(method), connection: opened });
      },
      (error: unknown) => {
        isDialling = false;
        if (!subscriber.closed) end(refusal(error));
      },
    );
    return () => {
      connection?.close();
      // An abort that nobody waits for costs an exception each: a thousand dead sockets are many.
      if (isDialling) dialling.abort();
    };
  });
}

/** We, or the whole machine, may open no more files. */
const SHORTAGES: ReadonlySet<string | null> = new Set(['EMFILE', 'ENFILE']);

function refusal(error: unknown): ConnectionEvent {
  const isOurFault = SHORTAGES.has(errnoOf(error));
  return { kind: 'refused', reason: dialFault(error), ...(isOurFault && { isOurFault }) };
}

/** Why there is no connection, as a clause. */
export function dialFault(error: unknown): string {
  return isDialError(error) ? error.message : errorWords(error);
}
