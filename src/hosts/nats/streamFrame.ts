// The frames of a call or a channel across the server of a fleet: `[type u8][offset f64 BE][payload]`, one a message.
import { LINK, MAX_PAYLOAD_BYTES } from '../linkFrame';

const HEADER_BYTES = 9;

/**
 * `type`: of `LINK`, but for `open`, as a request opens a channel. `offset`: of `data`, `end` and `ping`, `pong`, how many bytes have
 * gone before; of `credit`, how many may go in all; of a part of a message, which one it is.
 */
export interface StreamFrame {
  readonly type: number;
  readonly offset: number;
  readonly payload: Buffer;
}

export function encodeStreamFrame(type: number, offset: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame.writeUInt8(type, 0);
  frame.writeDoubleBE(offset, 1);
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/** Null: no peer of ours sends such a one. */
export function decodeStreamFrame(data: Uint8Array): StreamFrame | null {
  if (data.length < HEADER_BYTES || data.length > HEADER_BYTES + MAX_PAYLOAD_BYTES) return null;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const offset = bytes.readDoubleBE(1);
  if (!Number.isSafeInteger(offset) || offset < 0) return null;
  return { type: bytes.readUInt8(0), offset, payload: bytes.subarray(HEADER_BYTES) };
}

/** A message in as many frames as it needs. */
export function encodeStreamMessage(message: object): readonly Buffer[] {
  const text = Buffer.from(JSON.stringify(message), 'utf8');
  const parts = Math.max(1, Math.ceil(text.length / MAX_PAYLOAD_BYTES));
  return Array.from({ length: parts }, (_, at) =>
    encodeStreamFrame(
      at === parts - 1 ? LINK.message : LINK.messagePart,
      at,
      text.subarray(at * MAX_PAYLOAD_BYTES, (at + 1) * MAX_PAYLOAD_BYTES),
    ),
  );
}

/** A message of the other side in all its parts, bytes. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Puts the parts of messages together; one of which a part is missing is none. */
export class StreamMessages {
  private parts: Buffer[] = [];
  private bytes = 0;

  /** Null: it goes on, or is no message. */
  take({ type, offset, payload }: StreamFrame): Buffer | null {
    if (type !== LINK.message && type !== LINK.messagePart) return null;
    if (offset === 0) this.forget();
    this.bytes += payload.length;
    if (offset !== this.parts.length || this.bytes > MAX_MESSAGE_BYTES) {
      this.forget();
      return null;
    }
    this.parts.push(payload);
    if (type !== LINK.message) return null;
    const message = Buffer.concat(this.parts);
    this.forget();
    return message;
  }

  private forget(): void {
    this.parts = [];
    this.bytes = 0;
  }
}
