// The frames of an attached terminal: raw bytes both ways, `[type u8][length u32 BE][payload]`, no JSON around output.
import { FrameCutter } from './frameCutter';
import { parseJson } from './parsed';
import { isFields, isNumber, isTextOrNull, type JsonFields } from './plainFields';

const HEADER_BYTES = 5;
const NOTHING = Buffer.alloc(0);
/** See `encodeOffset`. */
const OFFSET_BYTES = 8;
const TAKEN_BYTES = HEADER_BYTES + OFFSET_BYTES;

/** A longer frame is a broken peer: the connection is given up. Input of a large paste is cut by the sender. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Frame types. From the Pod: output, screen, exit, pong, facts, offset, taken. From the viewer: input, resize, detach, ping, redraw, record. One that is not known is passed over. */
export const FRAME = {
  /** Raw output of the program. */
  output: 1,
  /** Bytes that redraw the whole screen and set its modes, from any state of the viewer's terminal; void all before. */
  screen: 2,
  /** The program has ended and all its output has been sent; the last frame. Payload: JSON `{code, signal}`. */
  exit: 3,
  pong: 4,
  /** Before each screen: which of its two screens the program is on. Payload: JSON `{alternate}`. */
  facts: 5,
  /** Where in all output the next output frame begins (f64 BE); only to who may resume, where it is not where the last one has ended. */
  offset: 6,
  /** So many bytes of its input were taken (f64 BE), of all its connections; only to who may resume. */
  taken: 7,
  /** Raw input of the user. */
  input: 16,
  /** Payload: cols u16 BE, rows u16 BE. */
  resize: 17,
  /** The viewer leaves; what it sent before is still delivered. */
  detach: 18,
  /** The payload comes back in a pong. */
  ping: 19,
  /** The viewer has shown something else meanwhile: it wants a screen. */
  redraw: 20,
  /** The viewer is about to read the Pod's recording: what waits to be written is written, before any pong that is asked for later. */
  record: 21,
} as const;

/** A terminal's size in cells. */
export interface ViewSize {
  readonly cols: number;
  readonly rows: number;
}

export function sameViewSize(a: ViewSize, b: ViewSize): boolean {
  return a.cols === b.cols && a.rows === b.rows;
}

export interface TerminalFrame {
  readonly type: number;
  readonly payload: Buffer;
}

/** The header of a frame whose payload is written right behind it (saves copying the output). */
export function frameHeader(type: number, payloadBytes: number): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  putHeader(header, 0, type, payloadBytes);
  return header;
}

/** By hand, as with each key: Node's own writers check what is known here. */
function putHeader(frame: Buffer, at: number, type: number, payloadBytes: number): void {
  frame[at] = type;
  frame[at + 1] = payloadBytes >>> 24;
  frame[at + 2] = payloadBytes >>> 16;
  frame[at + 3] = payloadBytes >>> 8;
  frame[at + 4] = payloadBytes;
}

/** A payload up to this, bytes, is copied behind its header: one buffer costs less to send than two. */
export const SHORT_PAYLOAD = 1024;

export function encodeFrame(type: number, payload: Buffer = NOTHING): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  putHeader(frame, 0, type, payload.length);
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/** One frame of several parts, of so many bytes together; and right behind it, where it is not null, one that says `taken`. */
export function encodeParts(type: number, parts: readonly Buffer[], bytes: number, taken: number | null): Buffer {
  const end = HEADER_BYTES + bytes;
  const frame = Buffer.allocUnsafe(taken === null ? end : end + TAKEN_BYTES);
  putHeader(frame, 0, type, bytes);
  let at = HEADER_BYTES;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  if (taken === null) return frame;
  putHeader(frame, end, FRAME.taken, OFFSET_BYTES);
  frame.writeDoubleBE(taken, end + HEADER_BYTES);
  return frame;
}

export function encodeResize(cols: number, rows: number): Buffer {
  const payload = Buffer.allocUnsafe(4);
  payload.writeUInt16BE(cols, 0);
  payload.writeUInt16BE(rows, 2);
  return encodeFrame(FRAME.resize, payload);
}

/** Null when the payload is not a size of 1×1 to 1000×1000. */
export function decodeResize(payload: Buffer): ViewSize | null {
  if (payload.length !== 4) return null;
  const cols = payload.readUInt16BE(0);
  const rows = payload.readUInt16BE(2);
  return cols >= 1 && rows >= 1 && cols <= 1000 && rows <= 1000 ? { cols, rows } : null;
}

/** How a program ended: exactly one of the two is set. */
export interface PodExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export function encodeExit(exit: PodExit): Buffer {
  return encodeFrame(FRAME.exit, Buffer.from(JSON.stringify(exit)));
}

/** A payload that cannot be read still means "it ended": then nothing is known of how. */
export function decodeExit(payload: Buffer): PodExit {
  const { code, signal } = fieldsIn(payload);
  const isRead = (code === null || isNumber(code)) && isTextOrNull(signal);
  return isRead ? { code, signal } : { code: null, signal: null };
}

/** What a viewer is told of a screen beside its bytes. */
export interface ScreenFacts {
  readonly alternate: boolean;
}

export function encodeFacts(facts: ScreenFacts): Buffer {
  return encodeFrame(FRAME.facts, Buffer.from(JSON.stringify(facts)));
}

/** Null: nothing that we know. */
export function decodeFacts(payload: Buffer): ScreenFacts | null {
  const { alternate } = fieldsIn(payload);
  return typeof alternate === 'boolean' ? { alternate } : null;
}

/** By hand: every attach waits for the first of them. */
function fieldsIn(payload: Buffer): JsonFields {
  const json = parseJson(payload.toString('utf8'));
  return json.ok && isFields(json.value) ? json.value : {};
}

/** Cuts a byte stream into frames, whatever its chunks are. */
export class FrameDecoder {
  private readonly cutter = new FrameCutter(HEADER_BYTES, MAX_FRAME_BYTES);

  push(chunk: Buffer): void {
    this.cutter.push(chunk);
  }

  /** The next whole frame; null when there is none yet. `overflow`: give the connection up. */
  nextFrame(): TerminalFrame | null | 'overflow' {
    const cut = this.cutter.nextCut();
    if (cut === null || cut === 'overflow') return cut;
    return { type: cut.bytes[cut.at] ?? 0, payload: cut.payload };
  }
}
