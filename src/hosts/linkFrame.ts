// The frames of the one connection to a host: `[type u8][channel u32 BE][length u32 BE][payload]`.
import { FrameCutter } from '../protocol/frameCutter';

const HEADER_BYTES = 9;

/** A longer one is a broken peer. Longer messages go in parts. */
export const MAX_PAYLOAD_BYTES = 64 * 1024;

/** Frame types; one that is not known is passed over. `message` and what is beside it are on channel 0. */
export const LINK = {
  /** JSON: the last part of a message, or all of it. */
  message: 0,
  /** JSON that goes on with the next part. */
  messagePart: 1,
  /** JSON: a channel is wanted, and how many bytes its opener takes before it gives credit. */
  open: 2,
  /** JSON: it is there, and how many bytes this side takes. */
  opened: 3,
  data: 4,
  /** So many bytes more may come, u32 BE. */
  credit: 5,
  /** No more data comes; the other direction goes on. */
  end: 6,
  /** The channel is over both ways; UTF-8: why. */
  reset: 7,
  /** Comes back as `pong` with the same payload. */
  ping: 8,
  pong: 9,
} as const;

export interface LinkFrame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** @param payload at most `MAX_PAYLOAD_BYTES`. */
export function encodeLinkFrame(type: number, channel: number, payload: Buffer = NOTHING): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame.writeUInt8(type, 0);
  frame.writeUInt32BE(channel, 1);
  frame.writeUInt32BE(payload.length, 5);
  payload.copy(frame, HEADER_BYTES);
  return frame;
}

/** A message in as many frames as it needs. */
export function encodeMessage(message: object): readonly Buffer[] {
  const text = Buffer.from(JSON.stringify(message), 'utf8');
  const frames: Buffer[] = [];
  for (let at = 0; at === 0 || at < text.length; at += MAX_PAYLOAD_BYTES) {
    const isLast = at + MAX_PAYLOAD_BYTES >= text.length;
    const part = text.subarray(at, at + MAX_PAYLOAD_BYTES);
    frames.push(encodeLinkFrame(isLast ? LINK.message : LINK.messagePart, 0, part));
  }
  return frames;
}

export function encodeCredit(channel: number, bytes: number): Buffer {
  const payload = Buffer.allocUnsafe(4);
  payload.writeUInt32BE(bytes, 0);
  return encodeLinkFrame(LINK.credit, channel, payload);
}

/** Null: that is no credit. */
export function decodeCredit(payload: Buffer): number | null {
  return payload.length === 4 ? payload.readUInt32BE(0) : null;
}

/** Cuts bytes into frames, whatever their chunks are. */
export class LinkFrameDecoder {
  private readonly cutter = new FrameCutter(HEADER_BYTES, MAX_PAYLOAD_BYTES);

  push(chunk: Buffer): void {
    this.cutter.push(chunk);
  }

  /** The next whole frame; null: there is none yet. `overflow`: give the connection up. */
  next(): LinkFrame | null | 'overflow' {
    const cut = this.cutter.nextCut();
    if (cut === null || cut === 'overflow') return cut;
    const { bytes, at, payload } = cut;
    return { type: bytes.readUInt8(at), channel: bytes.readUInt32BE(at + 1), payload };
  }
}
