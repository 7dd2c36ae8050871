// Many channels and the messages beside them over one stream of bytes: fair, with credit, and bounded whatever the peer does.
import type { Writable } from 'node:stream';
import { DialError, DialRefused, type DialSignal } from '../client/dial';
import { LinkChannel } from './linkChannel';
import {
  decodeCredit,
  encodeCredit,
  encodeLinkFrame,
  encodeMessage,
  LINK,
  type LinkFrame,
  LinkFrameDecoder,
  MAX_PAYLOAD_BYTES,
} from './linkFrame';

/** Bytes that a channel takes before it gives credit: what a user has before the eyes, and a tile beside others. */
export const WINDOW_BYTES = { focus: 256 * 1024, tile: 64 * 1024 } as const;
export type ChannelPurpose = keyof typeof WINDOW_BYTES;

/** While so much waits in our own stream, bytes, data waits here: messages and small channels must not stand behind it. */
const CONGESTED_BYTES = 64 * 1024;
/** A message of the other side in all its parts, bytes. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Of messages so much waits for a peer that does not read, bytes; then the connection is given up. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;
const MAX_CHANNELS = 1024;
/** What the other side can say of a window, bytes. */
const MAX_WINDOW_BYTES = 16 * 1024 * 1024;
const MAX_REASON_BYTES = 1024;

export interface MuxPort {
  /** JSON text of one message. */
  readonly message: (text: string) => void;
  /** The other side wants a channel: `accept` or `refuse` it. Missing: it may not. */
  readonly opening?: (channel: number, request: unknown) => void;
  readonly pong?: (payload: Buffer) => void;
  /** Nothing of ours waits any more. */
  readonly drained?: () => void;
  /** The other side has broken the protocol: nothing more is read, and the stream should be ended. */
  readonly fault: (reason: string) => void;
}

interface Opening {
  readonly window: number;
  readonly resolve: (channel: LinkChannel) => void;
  readonly reject: (error: Error) => void;
}

export class LinkMux {
  private readonly decoder = new LinkFrameDecoder();
  private readonly channels = new Map<number, LinkChannel>();
  private readonly openings = new Map<number, Opening>();
  /** Wanted by the other side, not yet accepted or refused: their windows. */
  private readonly wanted = new Map<number, number>();
  private readonly urgent: Buffer[] = [];
  private urgentBytes = 0;
  private parts: Buffer[] = [];
  private partBytes = 0;
  private lastChannel = 0;
  private turn = 0;
  private isOver = false;
  private isPumping = false;

  constructor(
    private readonly out: Writable,
    private readonly port: MuxPort,
  ) {}

  /** No message waits to be sent. */
  get isClear(): boolean {
    return this.urgent.length === 0;
  }

  /** Bytes of the other side, in any chunks. */
  take(chunk: Buffer): void {
    this.decoder.push(chunk);
    while (!this.isOver) {
      const frame = this.decoder.next();
      if (frame === null) return;
      const fault =
        frame === 'overflow' ? `it sent a frame of more than ${MAX_PAYLOAD_BYTES} bytes` : this.takeFrame(frame);
      if (fault !== null) this.fail(fault);
    }
  }

  say(message: object): void {
    for (const frame of encodeMessage(message)) this.send(frame);
  }

  ping(payload: Buffer): void {
    this.send(encodeLinkFrame(LINK.ping, 0, payload));
  }

  /** Rejects with the reason of the other side; `signal` gives it up. */
  open(request: object, purpose: ChannelPurpose, signal: DialSignal): Promise<LinkChannel> {
    return new Promise((resolve, reject) => {
      if (this.isOver) return reject(new DialError('the connection has ended'));
      if (signal.aborted) return reject(new DialError('it was given up'));
      if (this.openings.size + this.channels.size >= MAX_CHANNELS) return reject(new DialError('too many are open'));
      this.lastChannel += 1;
      const id = this.lastChannel;
      const window = WINDOW_BYTES[purpose];
      const giveUp = () => {
        this.openings.delete(id);
        this.sendReset(id, 'it was given up');
        reject(new DialError('it was given up'));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      const settle = <T>(then: (value: T) => void) => {
        return (value: T) => {
          signal.removeEventListener('abort', giveUp);
          then(value);
        };
      };
      this.openings.set(id, { window, resolve: settle(resolve), reject: settle(reject) });
      this.send(encodeLinkFrame(LINK.open, id, Buffer.from(JSON.stringify({ ...request, window }))));
    });
  }

  /** Null: nobody wants it any more. */
  accept(id: number, purpose: ChannelPurpose): LinkChannel | null {
    const other = this.wanted.get(id);
    this.wanted.delete(id);
    if (other === undefined || this.isOver) return null;
    const own = WINDOW_BYTES[purpose];
    this.send(encodeLinkFrame(LINK.opened, id, Buffer.from(JSON.stringify({ window: own }))));
    return this.addChannel(id, own, other);
  }

  refuse(id: number, reason: string): void {
    if (this.wanted.delete(id)) this.sendReset(id, reason);
  }

  /** Every channel ends with `reason`; nothing more is sent or read. */
  close(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.urgent.length = 0;
    for (const { reject } of this.openings.values()) reject(new DialError(reason));
    for (const channel of [...this.channels.values()]) channel.takeReset(reason);
    this.openings.clear();
    this.wanted.clear();
  }

  private fail(reason: string): void {
    this.close(reason);
    this.port.fault(reason);
  }

  /** @returns what is wrong with it. */
  private takeFrame({ type, channel: id, payload }: LinkFrame): string | null {
    if (type === LINK.message || type === LINK.messagePart) return this.takeMessage(payload, type === LINK.message);
    if (type === LINK.ping) this.send(encodeLinkFrame(LINK.pong, 0, payload));
    else if (type === LINK.pong) this.port.pong?.(payload);
    else if (type === LINK.open) return this.takeOpen(id, payload);
    else if (type === LINK.opened) return this.takeOpened(id, payload);
    else if (type === LINK.reset) this.takeReset(id, payload);
    else return this.takeOfChannel(type, this.channels.get(id), payload);
    return null;
  }

  /** What was under way when a channel ended is passed over, as is a type that is not known. */
  private takeOfChannel(type: number, channel: LinkChannel | undefined, payload: Buffer): string | null {
    if (channel === undefined) return null;
    if (type === LINK.data) return channel.takeData(payload) ? null : 'it sent more than it may';
    if (type === LINK.end) channel.takeEnd();
    if (type !== LINK.credit) return null;
    const bytes = decodeCredit(payload);
    return bytes !== null && channel.takeCredit(bytes) ? null : 'it gave a credit that cannot be';
  }

  private takeMessage(payload: Buffer, isLast: boolean): string | null {
    this.partBytes += payload.length;
    if (this.partBytes > MAX_MESSAGE_BYTES) return `it sent a message of more than ${MAX_MESSAGE_BYTES} bytes`;
    this.parts.push(payload);
    if (!isLast) return null;
    const text = Buffer.concat(this.parts).toString('utf8');
    this.parts = [];
    this.partBytes = 0;
    this.port.message(text);
    return null;
  }

  private takeOpen(id: number, payload: Buffer): string | null {
    const request = objectIn(payload);
    const window = windowIn(request);
    if (this.port.opening === undefined || request === null || window === null) return 'it opened what it may not';
    if (this.wanted.has(id) || this.channels.has(id)) return 'it opened a channel twice';
    if (this.wanted.size + this.channels.size >= MAX_CHANNELS) {
      this.sendReset(id, 'too many are open');
      return null;
    }
    this.wanted.set(id, window);
    this.port.opening(id, request);
    return null;
  }

  private takeOpened(id: number, payload: Buffer): string | null {
    const window = windowIn(objectIn(payload));
    if (window === null) return 'it opened a channel without a window';
    const opening = this.openings.get(id);
    this.openings.delete(id);
    // Given up meanwhile: the other side has heard it by now.
    if (opening !== undefined) opening.resolve(this.addChannel(id, opening.window, window));
    return null;
  }

  private takeReset(id: number, payload: Buffer): void {
    const reason = payload.subarray(0, MAX_REASON_BYTES).toString('utf8');
    this.wanted.delete(id);
    this.openings.get(id)?.reject(new DialRefused(reason));
    this.openings.delete(id);
    this.channels.get(id)?.takeReset(reason);
  }

  private addChannel(id: number, own: number, other: number): LinkChannel {
    const channel = new LinkChannel(
      {
        ready: () => this.pump(),
        credit: (bytes) => this.send(encodeCredit(id, bytes)),
        end: () => this.send(encodeLinkFrame(LINK.end, id)),
        closed: (isHeard) => {
          if (!isHeard) this.sendReset(id, 'it was closed');
          this.channels.delete(id);
        },
      },
      { own, other },
    );
    // Who has it listens for itself; between here and there an error is nobody's.
    channel.on('error', () => {});
    this.channels.set(id, channel);
    return channel;
  }

  private sendReset(id: number, reason: string): void {
    this.send(encodeLinkFrame(LINK.reset, id, Buffer.from(reason, 'utf8').subarray(0, MAX_REASON_BYTES)));
  }

  private send(frame: Buffer): void {
    if (this.isOver) return;
    this.urgent.push(frame);
    this.urgentBytes += frame.length;
    if (this.urgentBytes > MAX_UNSENT_BYTES) this.fail('it does not read what it is told');
    else this.pump();
  }

  /** Messages first, then a slice of each channel in turn, for as long as the stream takes it. */
  private pump(): void {
    // What a slice frees may want to send at once: it has its turn.
    if (this.isPumping) return;
    this.isPumping = true;
    let hasSent = false;
    while (!this.isOver && this.out.writableLength <= CONGESTED_BYTES) {
      const frame = this.urgent.shift() ?? this.nextData();
      if (frame === null) break;
      if (frame[0] !== LINK.data) this.urgentBytes -= frame.length;
      this.out.write(frame, () => this.pump());
      hasSent = true;
    }
    this.isPumping = false;
    if (!hasSent && !this.isOver && this.isClear) this.port.drained?.();
  }

  private nextData(): Buffer | null {
    const ids = [...this.channels.keys()];
    for (let step = 0; step < ids.length; step += 1) {
      const id = ids[(this.turn + step) % ids.length];
      const slice = id === undefined ? null : (this.channels.get(id)?.takeSlice() ?? null);
      if (id === undefined || slice === null) continue;
      this.turn = (this.turn + step + 1) % ids.length;
      return encodeLinkFrame(LINK.data, id, slice);
    }
    return null;
  }
}

function objectIn(payload: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function windowIn(request: object | null): number | null {
  const window: unknown = request !== null && 'window' in request ? request.window : null;
  const isOne = typeof window === 'number' && Number.isInteger(window) && window >= 1 && window <= MAX_WINDOW_BYTES;
  return isOne ? window : null;
}
