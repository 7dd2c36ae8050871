// A viewer's calls and channels across the server of a fleet: one subscription for all that comes back.
import { randomBytes } from 'node:crypto';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { decodeStreamFrame, type StreamFrame } from './streamFrame';
import { nameToken, requestSubject, streamSubject } from './subjects';

/** What waits for a host's words. */
export interface StreamEnd {
  readonly host: string;
  readonly take: (frame: StreamFrame) => void;
  /** Nobody there has heard what was asked last. */
  readonly unheard: () => void;
  /** The server is not reached: what is under way is lost. */
  readonly cut: (reason: string) => void;
  /** A connection is there again, and the host has given a sign on it, or an agent of another epoch speaks for it. */
  readonly back: (epoch: string) => void;
  /** The host gives no sign any more. */
  readonly gone: (reason: string) => void;
}

export interface Stream {
  /** Asks the host for a call or a channel; false: there is no connection. */
  ask(kind: 'rpc' | 'dial', data: string): boolean;
  send(frame: Buffer): void;
  forget(): void;
}

export class ViewerStreams {
  /** Nobody can guess it: who knows it could send to us. */
  private readonly token = randomBytes(16).toString('base64url');
  private readonly ends = new Map<number, StreamEnd>();
  private last = 0;
  private nc: NatsConnection | null = null;

  /** `heard`: with each word of a host. */
  constructor(
    private readonly user: string,
    private readonly heard: () => void,
  ) {}

  get isConnected(): boolean {
    return this.nc !== null;
  }

  connected(nc: NatsConnection): void {
    this.nc = nc;
    nc.subscribe(streamSubject(this.user, 'dn', '*', `${this.token}.*`), {
      callback: (error, message) => {
        this.heard();
        if (error === null) this.take(message);
      },
    });
  }

  cut(reason: string): void {
    this.nc = null;
    for (const end of [...this.ends.values()]) end.cut(reason);
  }

  back(host: string, epoch: string): void {
    for (const end of this.of(host)) end.back(epoch);
  }

  gone(host: string, reason: string): void {
    for (const end of this.of(host)) end.gone(reason);
  }

  open(end: StreamEnd): Stream {
    this.last += 1;
    const id = this.last;
    const session = `${this.token}.${id}`;
    this.ends.set(id, end);
    const publish = (subject: string, data: string | Buffer, reply?: string): boolean => {
      const { nc } = this;
      if (nc === null || nc.isClosed()) return false;
      try {
        nc.publish(subject, data, reply === undefined ? {} : { reply });
        return true;
      } catch {
        // It has broken in this moment: the line says so.
        return false;
      }
    };
    return {
      ask: (kind, data) =>
        publish(requestSubject(this.user, kind, end.host), data, streamSubject(this.user, 'dn', end.host, session)),
      send: (frame) => {
        publish(streamSubject(this.user, 'up', end.host, session), frame);
      },
      forget: () => this.ends.delete(id),
    };
  }

  private of(host: string): readonly StreamEnd[] {
    return [...this.ends.values()].filter((end) => end.host === host);
  }

  private take({ subject, data, headers }: Msg): void {
    const [host, , id] = subject.split('.').slice(-3);
    const end = this.ends.get(Number(id));
    // Another host speaks for itself alone.
    if (end === undefined || host !== nameToken(end.host)) return;
    if (headers?.code === 503) {
      end.unheard();
      return;
    }
    const frame = decodeStreamFrame(data);
    if (frame !== null) end.take(frame);
  }
}
