// One connection to a Pod's socket as an Observable: subscribing connects, unsubscribing hangs up.
import net from 'node:net';
import path from 'node:path';
import { Observable, type Subscriber } from 'rxjs';
import { MAX_SOCKET_PATH_BYTES } from '../protocol/homePaths';
import { encodeLine, LineDecoder, MAX_LINE_BYTES } from '../protocol/lineDecoder';
import { parseWireEvent, type WireEvent } from '../protocol/wireEvent';
import type { WireMethod } from '../protocol/wireMethod';
import { errorWords } from '../store/fileErrors';

/** `refused`: never connected. `closed`: was connected. Either is the last word before the Observable completes. */
export type ConnectionEvent =
  | { readonly kind: 'connected'; readonly send: (method: WireMethod) => void }
  /** Once: the beginning of a line that is not whole yet, such as a snapshot with a long log. */
  | { readonly kind: 'receiving' }
  | { readonly kind: 'event'; readonly event: WireEvent }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'closed'; readonly reason: string };

interface ConnectionOptions {
  /** Events of other names are dropped before they are parsed, where their line shows the name. Default: all are read. */
  readonly only?: ReadonlySet<string>;
  /** A longer line closes the connection. */
  readonly maxLineBytes?: number;
}

/**
 * Connects to `socketPath` (absolute) and says what the Pod says. Never errors. Events that we do not know are left
 * out; alerts may come before the snapshot (formats §5).
 */
export function connectPod(socketPath: string, options: ConnectionOptions = {}): Observable<ConnectionEvent> {
  return new Observable((subscriber) => {
    const fault = socketPathFault(socketPath);
    if (fault !== null) return end(subscriber, { kind: 'refused', reason: fault });
    return openConnection(socketPath, options, subscriber);
  });
}

function openConnection(
  socketPath: string,
  { only, maxLineBytes = MAX_LINE_BYTES }: ConnectionOptions,
  subscriber: Subscriber<ConnectionEvent>,
): () => void {
  const socket = net.connect({ path: socketPath });
  const decoder = new LineDecoder(maxLineBytes);
  let connected = false;
  let receiving = false;
  let reason = 'the Pod closed the connection';
  socket.on('connect', () => {
    connected = true;
    subscriber.next({ kind: 'connected', send: (method) => socket.write(encodeLine(method)) });
  });
  socket.on('data', (chunk: Buffer) => {
    decoder.push(chunk);
    for (let next = decoder.nextLine(); next !== null && !subscriber.closed; next = decoder.nextLine()) {
      if (next === 'overflow') {
        reason = `the Pod sent a line of more than ${maxLineBytes} bytes`;
        socket.destroy();
        return;
      }
      const event = readEvent(next.line, only);
      if (event !== null) subscriber.next({ kind: 'event', event });
    }
    if (receiving || subscriber.closed || !decoder.isInLine) return;
    receiving = true;
    subscriber.next({ kind: 'receiving' });
  });
  socket.on('error', (error) => {
    reason = errorWords(error);
  });
  socket.on('close', () => end(subscriber, { kind: connected ? 'closed' : 'refused', reason }));
  return () => socket.destroy();
}

function end(subscriber: Subscriber<ConnectionEvent>, last: ConnectionEvent): void {
  subscriber.next(last);
  subscriber.complete();
}

/** Rust and we both write the name first, so most lines need not be parsed to be passed over. */
const EVENT_NAME = /^\{"event":"([a-z_]+)"/;

function readEvent(line: string, only: ReadonlySet<string> | undefined): WireEvent | null {
  const name = EVENT_NAME.exec(line)?.[1];
  if (only !== undefined && name !== undefined && !only.has(name)) return null;
  const event = parseWireEvent(line);
  return event.ok ? event.value : null;
}

/** The path comes from a file that others write: it must not become a TCP host, or a cut-off path. */
function socketPathFault(socketPath: string): string | null {
  if (!path.isAbsolute(socketPath) || socketPath.includes('\0')) return 'its socket path is not an absolute path';
  if (Buffer.byteLength(socketPath) <= MAX_SOCKET_PATH_BYTES) return null;
  return `its socket path is longer than ${MAX_SOCKET_PATH_BYTES} bytes`;
}
