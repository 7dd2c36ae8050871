// Cuts a byte stream into lines, whatever its chunks are; the rest can be taken over when a connection turns binary.

/** A longer line closes its connection: the bound that keeps one bad Pod from filling our memory. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/** Incremental and linear: a chunk is searched once, a line of many chunks is joined once. */
export class LineDecoder {
  /** Chunks that hold no newline: the beginning of the line that is still coming. */
  private head: Buffer[] = [];
  private headBytes = 0;
  private unread: Buffer[] = [];

  constructor(private readonly maxLineBytes: number = MAX_LINE_BYTES) {}

  /** Adds bytes; then call `nextLine` until it gives null. */
  push(chunk: Buffer): void {
    if (chunk.length > 0) this.unread.push(chunk);
  }

  /** The next whole non-blank line without its newline; null when there is none yet. `overflow`: give the connection up. */
  nextLine(): { readonly line: string } | null | 'overflow' {
    for (let chunk = this.unread.shift(); chunk; chunk = this.unread.shift()) {
      const at = chunk.indexOf(NEWLINE);
      const part = at < 0 ? chunk : chunk.subarray(0, at);
      this.head.push(part);
      this.headBytes += part.length;
      if (this.headBytes > this.maxLineBytes) return 'overflow';
      if (at < 0) continue;
      if (at + 1 < chunk.length) this.unread.unshift(chunk.subarray(at + 1));
      const line = this.takeHead().toString('utf8');
      if (line.trim() !== '') return { line };
    }
    return null;
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
    this.head = [];
    this.headBytes = 0;
    return joined;
  }
}

/** One message as one line, newline included: always written with one `write` (formats §5, tolerance). */
export function encodeLine(message: unknown): string {
  return `${JSON.stringify(message)}\n`;
}
