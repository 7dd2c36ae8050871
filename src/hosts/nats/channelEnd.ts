// One end of a channel across the server of a fleet: a duplex of bytes that carries a prefix of them, whole, or ends.
import { LinkChannel } from '../linkChannel';
import { LINK } from '../linkFrame';
import { encodeStreamFrame, type StreamFrame } from './streamFrame';

/** Each side tells the other so often that it is there and how much it has sent, ms. */
const PING_MS = 5000;
/** Without a word for so long the other side is gone, ms. */
const SILENT_MS = 20_000;
const MAX_REASON_BYTES = 1024;

export interface ChannelWindows {
  /** Bytes that we take before we give credit. */
  readonly own: number;
  /** Bytes that the other side takes. */
  readonly other: number;
}

export interface ChannelLine {
  readonly send: (frame: Buffer) => void;
  /** It is over, and everything of it is forgotten. */
  readonly closed: () => void;
}

export class ChannelEnd {
  readonly channel: LinkChannel;
  /** Bytes that have gone, that have come, that we take in all, that the other side takes in all. */
  private sent = 0;
  private received = 0;
  private granted: number;
  private allowed: number;
  private isPumping = false;
  /** Nothing more is written; said behind the last byte. */
  private isEnding = false;
  private lastHeardAt = performance.now();
  private readonly health: NodeJS.Timeout;

  constructor(
    private readonly line: ChannelLine,
    { own, other }: ChannelWindows,
  ) {
    this.granted = own;
    this.allowed = other;
    this.channel = new LinkChannel(
      {
        ready: () => this.pump(),
        credit: (bytes) => {
          this.granted += bytes;
          this.send(LINK.credit, this.granted);
        },
        end: () => {
          this.isEnding = true;
          this.pump();
        },
        closed: (isHeard) => {
          clearInterval(this.health);
          if (!isHeard) this.send(LINK.reset, 0, Buffer.from('it was closed'));
          line.closed();
        },
      },
      { own, other },
    );
    // Who has it listens for itself; between here and there an error is nobody's.
    this.channel.on('error', () => {});
    this.health = setInterval(() => this.look(), PING_MS);
  }

  take({ type, offset, payload }: StreamFrame): void {
    this.lastHeardAt = performance.now();
    if (type === LINK.data) this.takeData(offset, payload);
    else if (type === LINK.credit) this.takeCredit(offset);
    else if (type === LINK.end) this.takeEnd(offset);
    else if (type === LINK.reset) {
      this.channel.takeReset(payload.subarray(0, MAX_REASON_BYTES).toString('utf8'));
    } else if (type === LINK.ping || type === LINK.pong) {
      // What was sent last may be what was lost.
      if (offset > this.received) this.break('a part of it was lost on the way');
      else if (type === LINK.ping) {
        this.send(LINK.pong, this.sent);
        this.send(LINK.credit, this.granted);
      }
    }
  }

  /** The way is gone: what comes later belongs to nothing. */
  lose(reason: string): void {
    this.channel.takeReset(reason);
  }

  private takeData(offset: number, payload: Buffer): void {
    if (offset !== this.received) {
      this.break('a part of it was lost on the way');
      return;
    }
    this.received += payload.length;
    if (!this.channel.takeData(payload)) this.break('it sent more than it may');
  }

  /** All that may go so far: one that was lost is in the next one. */
  private takeCredit(allowed: number): void {
    const more = allowed - this.allowed;
    if (more <= 0) return;
    this.allowed = allowed;
    if (!this.channel.takeCredit(more)) this.break('it gave a credit that cannot be');
  }

  private takeEnd(offset: number): void {
    if (offset !== this.received) this.break('a part of it was lost on the way');
    else this.channel.takeEnd();
  }

  private break(reason: string): void {
    this.send(LINK.reset, 0, Buffer.from(reason));
    this.channel.takeReset(reason);
  }

  private pump(): void {
    // What a slice frees may want to send at once: it has its turn.
    if (this.isPumping) return;
    this.isPumping = true;
    for (let slice = this.channel.takeSlice(); slice !== null; slice = this.channel.takeSlice()) {
      this.send(LINK.data, this.sent, slice);
      this.sent += slice.length;
    }
    this.isPumping = false;
    if (!this.isEnding) return;
    this.isEnding = false;
    this.send(LINK.end, this.sent);
  }

  private look(): void {
    if (performance.now() - this.lastHeardAt > SILENT_MS) this.break('it was silent for too long');
    else this.send(LINK.ping, this.sent);
  }

  private send(type: number, offset: number, payload?: Buffer): void {
    this.line.send(encodeStreamFrame(type, offset, payload));
  }
}
