// One connection to a Pod's socket, read event by event, until it is closed or carries frames.
import net from 'node:net';
import { encodeLine, LineDecoder } from '../protocol/lineDecoder';
import { parseWireEvent, type WireEvent } from '../protocol/wireEvent';
import { errorText } from '../store/fileErrors';

/** Each step of a conversation with a Pod may take this long, ms (formats §6, direct send). */
export const STEP_TIMEOUT_MS = 3000;

/** `closed`: the Pod hung up, or said what no Pod says; `reason` in words. */
export type NextEvent =
  | WireEvent
  | { readonly event: 'timeout' }
  | { readonly event: 'closed'; readonly reason: string };

/** What a connection becomes when it turns binary. */
export interface TakenOver {
  readonly socket: net.Socket;
  /** Bytes that have come after the last event. */
  readonly rest: Buffer;
}

export class PodConnection {
  private readonly decoder = new LineDecoder();
  private closed: string | null = null;
  private wake: (() => void) | null = null;

  private constructor(private readonly socket: net.Socket) {
    socket.on('data', this.onData);
    socket.on('error', this.onError);
    socket.on('close', this.onClose);
  }

  /** @throws the error of the system, or a time-out. */
  static connect(socketPath: string, timeoutMs = STEP_TIMEOUT_MS): Promise<PodConnection> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(socketPath);
      const give = (error: Error) => {
        clearTimeout(timer);
        socket.destroy();
        reject(error);
      };
      const timer = setTimeout(() => give(new Error(`no answer for ${timeoutMs / 1000} s`)), timeoutMs);
      socket.once('error', give);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', give);
        resolve(new PodConnection(socket));
      });
    });
  }

  /** One method, one write (formats §5, tolerance). */
  send(method: object): void {
    this.socket.write(encodeLine(method));
  }

  /** The next event we know; others are skipped. At most `timeoutMs` in all. */
  async nextEvent(timeoutMs = STEP_TIMEOUT_MS): Promise<NextEvent> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const next = this.decoder.nextLine();
      if (next === 'overflow') return { event: 'closed', reason: 'it sent a line of over 64 MiB' };
      if (next !== null) {
        const event = parseWireEvent(next.line);
        if (event.ok) return event.value;
        continue;
      }
      if (this.closed !== null) return { event: 'closed', reason: this.closed };
      const left = deadline - Date.now();
      if (left <= 0) return { event: 'timeout' };
      await this.more(left);
    }
  }

  /** Skips alerts and whatever else may come before it (formats §5, connect). */
  async snapshot(): Promise<Extract<NextEvent, { event: 'snapshot' | 'timeout' | 'closed' | 'error' }>> {
    const deadline = Date.now() + STEP_TIMEOUT_MS;
    for (;;) {
      const next = await this.nextEvent(deadline - Date.now());
      if (next.event === 'snapshot' || next.event === 'timeout' || next.event === 'closed') return next;
      if (next.event === 'error') return next;
    }
  }

  /** Hands the socket over; this object is done. Nothing that has come is lost. */
  takeOver(): TakenOver {
    this.forget();
    return { socket: this.socket, rest: this.decoder.takeRest() };
  }

  close(): void {
    this.forget();
    // Late errors of a connection nobody reads any more are nobody's.
    this.socket.on('error', () => {});
    this.socket.destroy();
  }

  private forget(): void {
    this.socket.off('data', this.onData);
    this.socket.off('error', this.onError);
    this.socket.off('close', this.onClose);
  }

  private more(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.wake = done;
    });
  }

  private readonly onData = (chunk: Buffer): void => {
    this.decoder.push(chunk);
    this.wake?.();
  };

  private readonly onError = (error: Error): void => {
    this.closed ??= errorText(error);
    this.wake?.();
  };

  private readonly onClose = (): void => {
    this.closed ??= 'it closed the connection';
    this.wake?.();
  };
}
