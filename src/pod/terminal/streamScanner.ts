// Cuts raw program output where a terminal's parser is at rest, and picks out what must not reach a viewer as it is.
import { indexOfByte } from '../../cells/indexOfByte';
import { incompleteUtf8Bytes } from './incompleteUtf8Bytes';
import { classifySequence } from './sequenceKind';

/**
 * - `output`: for everybody. `continues`: it begins inside a string (OSC, DCS …) whose start was sent before; who has not
 *   seen that start must not see this either.
 * - `query`: asks the terminal something; the Pod's own answers, so that exactly one does, at once.
 * - `switch`: changes between the normal and the alternate screen, or resets all.
 * - `hidden`: for the Pod's own screen only.
 */
export interface StreamPart {
  readonly kind: 'output' | 'query' | 'switch' | 'hidden';
  readonly bytes: Buffer;
  readonly continues: boolean;
}

const ESC = 0x1b;
const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const BACKSLASH = 0x5c;

/** An unfinished sequence is held back up to here, bytes; a longer string is passed on in pieces. */
const MAX_HELD_BYTES = 4096;

/** Where a sequence ends: index after its last byte; `held` when the data ends first. */
type SequenceEnd = number | 'held';

export class StreamScanner {
  private held: Buffer | null = null;
  /** The start of a string that is too long to hold has been passed on; its end has not come yet. */
  private inString = false;

  /** Takes the next bytes; gives what can be passed on. Every byte comes out exactly once, in order. */
  scan(chunk: Buffer): StreamPart[] {
    const data = this.held ? Buffer.concat([this.held, chunk]) : chunk;
    this.held = null;
    const parts: StreamPart[] = [];
    let at = this.inString ? this.endString(data, parts) : 0;
    /** Start of the plain output that is not yet in `parts`. */
    let start = at;
    while (at < data.length) {
      const begin = indexOfByte(data, ESC, at);
      if (begin < 0) {
        at = data.length - incompleteUtf8Bytes(data);
        break;
      }
      const end = sequenceEnd(data, begin);
      if (end === 'held') {
        at = begin;
        break;
      }
      at = end;
      const kind = classifySequence(data, begin, end);
      if (kind === 'output') continue;
      pushPart(parts, 'output', data.subarray(start, begin));
      pushPart(parts, kind, data.subarray(begin, end));
      start = end;
    }
    at = Math.max(at, start);
    pushPart(parts, 'output', data.subarray(start, at));
    if (at < data.length) this.hold(data.subarray(at), parts);
    return parts;
  }

  /** A long string has been passed on in part: nothing may come between it and its rest. */
  get isInString(): boolean {
    return this.inString;
  }

  /** The end of the program: what was held comes out as it is. */
  flush(): StreamPart[] {
    const parts: StreamPart[] = [];
    if (this.held) pushPart(parts, 'output', this.held);
    this.held = null;
    return parts;
  }

  private hold(rest: Buffer, parts: StreamPart[]): void {
    if (rest.length <= MAX_HELD_BYTES) {
      // A copy: a few held bytes must not keep a whole read buffer alive.
      this.held = Buffer.from(rest);
      return;
    }
    this.inString = isString(rest);
    // An ESC at the end may be the first half of the terminator.
    const end = rest[rest.length - 1] === ESC ? rest.length - 1 : rest.length;
    pushPart(parts, 'output', rest.subarray(0, end));
    if (end < rest.length) this.held = Buffer.from(rest.subarray(end));
  }

  /** Passes on the rest of a long string. @returns the index after it. */
  private endString(data: Buffer, parts: StreamPart[]): number {
    const end = stringEnd(data, 0);
    if (end !== 'held') {
      this.inString = false;
      if (end > 0) parts.push({ kind: 'output', bytes: data.subarray(0, end), continues: true });
      return end;
    }
    const cut = data[data.length - 1] === ESC ? data.length - 1 : data.length;
    if (cut > 0) parts.push({ kind: 'output', bytes: data.subarray(0, cut), continues: true });
    if (cut < data.length) this.held = Buffer.from(data.subarray(cut));
    return data.length;
  }
}

function pushPart(parts: StreamPart[], kind: StreamPart['kind'], bytes: Buffer): void {
  if (bytes.length > 0) parts.push({ kind, bytes, continues: false });
}

/** `]` OSC, `P` DCS, `X` SOS, `^` PM, `_` APC. */
function isString(sequence: Buffer): boolean {
  const second = sequence[1];
  return second === 0x5d || second === 0x50 || second === 0x58 || second === 0x5e || second === 0x5f;
}

/** `start` is at an ESC. */
function sequenceEnd(data: Buffer, start: number): SequenceEnd {
  const second = data[start + 1];
  if (second === undefined) return 'held';
  if (second === 0x5b) return csiEnd(data, start + 2);
  if (isString(data.subarray(start, start + 2))) return stringEnd(data, start + 2);
  return escapeEnd(data, start + 1);
}

/** Intermediates 20–2F, then one final byte. Controls are executed in between, CAN and SUB abort, ESC begins anew. */
function escapeEnd(data: Buffer, from: number): SequenceEnd {
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte === ESC) return at;
    if (byte === CAN || byte === SUB || byte >= 0x30) return at + 1;
  }
  return 'held';
}

/** Parameters and intermediates 20–3F, then one final byte 40–7E; a byte beyond ASCII breaks it off. */
function csiEnd(data: Buffer, from: number): SequenceEnd {
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte === ESC) return at;
    if (byte === CAN || byte === SUB || (byte >= 0x40 && byte !== 0x7f)) return at + 1;
  }
  return 'held';
}

/** BEL or ST ends a string, CAN and SUB abort it; an ESC that is not ST's ends it too and begins anew. */
function stringEnd(data: Buffer, from: number): SequenceEnd {
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    // Longer than any text byte: one test for nearly every byte of a large string.
    if (byte > ESC) continue;
    if (byte === BEL || byte === CAN || byte === SUB) return at + 1;
    if (byte !== ESC) continue;
    if (at + 1 >= data.length) return 'held';
    return data[at + 1] === BACKSLASH ? at + 2 : at;
  }
  return 'held';
}
