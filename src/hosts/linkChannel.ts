// One channel of the connection to a host: a duplex of bytes that is a Pod's socket, with credit in both directions.
import { Duplex } from 'node:stream';

/** Of one channel so much goes at once, bytes, before the others have their turn. */
const SLICE_BYTES = 16 * 1024;
/** What moves from the window into the stream ahead of its reader, bytes. */
const READ_AHEAD_BYTES = 16 * 1024;

/** What a channel asks of the connection that it is in. */
export interface ChannelPort {
  /** It has bytes, and may have the credit for them. */
  readonly ready: () => void;
  readonly credit: (bytes: number) => void;
  readonly end: () => void;
  /** It is over. `isHeard`: the other side has said so itself, or knows it. */
  readonly closed: (isHeard: boolean) => void;
}

interface Windows {
  /** Bytes that we take before we give credit. */
  readonly own: number;
  /** Bytes that the other side takes. */
  readonly other: number;
}

export class LinkChannel extends Duplex {
  private waiting: { chunk: Buffer; readonly done: () => void } | null = null;
  private mayStillSend: number;
  private mayStillCome: number;
  private readonly window: number;
  private readonly inbox: Buffer[] = [];
  private consumed = 0;
  private isWanted = false;
  private hasEnded = false;
  private isOver = false;

  constructor(
    private readonly port: ChannelPort,
    { own, other }: Windows,
  ) {
    super({ allowHalfOpen: false, readableHighWaterMark: READ_AHEAD_BYTES });
    this.window = own;
    this.mayStillCome = own;
    this.mayStillSend = other;
  }

  /** What goes next; null: nothing, or the other side takes no more now. */
  takeSlice(): Buffer | null {
    if (this.waiting === null || this.mayStillSend === 0) return null;
    const { chunk, done } = this.waiting;
    const slice = chunk.subarray(0, Math.min(SLICE_BYTES, this.mayStillSend));
    this.mayStillSend -= slice.length;
    if (slice.length < chunk.length) this.waiting.chunk = chunk.subarray(slice.length);
    else {
      this.waiting = null;
      done();
    }
    return slice;
  }

  /** False: no sane peer gives so much. */
  takeCredit(bytes: number): boolean {
    this.mayStillSend += bytes;
    if (this.mayStillSend > Number.MAX_SAFE_INTEGER / 2) return false;
    if (this.waiting !== null) this.port.ready();
    return true;
  }

  /** False: it sends more than it may. */
  takeData(payload: Buffer): boolean {
    if (payload.length > this.mayStillCome || this.hasEnded) return false;
    this.mayStillCome -= payload.length;
    if (payload.length > 0) this.inbox.push(payload);
    this.flow();
    return true;
  }

  takeEnd(): void {
    this.hasEnded = true;
    this.flow();
  }

  /** The other side, or the connection, has ended it. */
  takeReset(reason: string): void {
    this.isOver = true;
    this.destroy(new Error(reason));
  }

  override _read(): void {
    this.isWanted = true;
    this.flow();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (chunk.length === 0) {
      done();
      return;
    }
    this.waiting = { chunk, done };
    this.port.ready();
  }

  override _final(done: () => void): void {
    this.port.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.waiting = null;
    this.inbox.length = 0;
    // Both directions have ended: there is nothing left to reset.
    this.port.closed(this.isOver || (this.hasEnded && this.writableFinished));
    done(error);
  }

  private flow(): void {
    while (this.isWanted && this.inbox.length > 0) {
      const chunk = this.inbox.shift();
      if (chunk === undefined) break;
      this.consumed += chunk.length;
      this.isWanted = this.push(chunk);
    }
    if (this.consumed >= this.window / 4 && !this.hasEnded) {
      this.mayStillCome += this.consumed;
      this.port.credit(this.consumed);
      this.consumed = 0;
    }
    if (this.isWanted && this.hasEnded && this.inbox.length === 0) {
      this.isWanted = false;
      this.push(null);
    }
  }
}
