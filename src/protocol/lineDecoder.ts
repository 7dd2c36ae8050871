// Cuts a byte stream into lines, whatever its chunks are; the rest can be taken over when a connection turns binary.

/** A longer line closes its connection, or is left out of a log: one bad Pod must not fill our memory. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

const NEWLINE = 0x0a;
const SPACE = 0x20;

/** Incremental and linear: a chunk is searched once, a line of many chunks is joined once. */
export class LineDecoder {
  /** Chunks that hold no newline: the beginning of the line that is still coming. */
  private head: Buffer[] = [];
  private headBytes = 0;
  /** The line that is still coming is too long: its bytes are dropped. */
  private isSkipping = false;
  private unread: Buffer[] = [];

  constructor(private readonly maxLineBytes: number = MAX_LINE_BYTES) {}

  /** Adds bytes; then call `nextLine` until it gives null. */
  push(chunk: Buffer): void {
    if (chunk.length > 0) this.unread.push(chunk);
  }

  /**
   * The next whole non-blank line without its newline; null when there is none yet. `overflow`: a line is too long and
   * left out; give the connection up, or go on behind it.
   */
  nextLine(): { readonly line: string } | null | 'overflow' {
    const next = this.nextBytes();
    return next === null || next === 'overflow' ? next : { line: next.toString('utf8') };
  }

  /** The same, not decoded: of a line of megabytes not all may be wanted. */
  nextBytes(): Buffer | null | 'overflow' {
    for (let chunk = this.unread.shift(); chunk; chunk = this.unread.shift()) {
      const at = chunk.indexOf(NEWLINE);
      const isWhole = at >= 0;
      if (isWhole && at + 1 < chunk.length) this.unread.unshift(chunk.subarray(at + 1));
      if (this.isSkipping) {
        this.isSkipping = !isWhole;
        continue;
      }
      this.addToHead(isWhole ? chunk.subarray(0, at) : chunk);
      if (this.headBytes > this.maxLineBytes) {
        this.dropHead();
        this.isSkipping = !isWhole;
        return 'overflow';
      }
      if (!isWhole) continue;
      const line = this.takeHead();
      if (!isBlank(line)) return line;
    }
    return null;
  }

  /** Part of a line is here, after all whole ones have been taken. */
  get isInLine(): boolean {
    return this.headBytes > 0;
  }

  /** What came after the last line: the first bytes of the binary part of a connection. Empties the decoder. */
  takeRest(): Buffer {
    const rest = Buffer.concat([this.takeHead(), ...this.unread]);
    this.unread = [];
    return rest;
  }

  private takeHead(): Buffer {
    const [only] = this.head;
    const joined = this.head.length === 1 && only ? only : Buffer.concat(this.head);
    this.dropHead();
    return joined;
  }

  private addToHead(part: Buffer): void {
    this.head.push(part);
    this.headBytes += part.length;
  }

  private dropHead(): void {
    this.head = [];
    this.headBytes = 0;
  }
}

/** Most lines show in their first byte that they are not. */
function isBlank(line: Buffer): boolean {
  const [first = SPACE] = line;
  return !(first > SPACE && first < 0x80) && line.toString('utf8').trim() === '';
}

/** One message as one line, newline included: always written with one `write` (formats §5, tolerance). */
export function encodeLine(message: unknown): string {
  return `${JSON.stringify(message)}\n`;
}
