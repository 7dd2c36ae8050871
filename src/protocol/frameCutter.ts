// Cuts a byte stream into frames whose header ends with the length of their payload (u32 BE).

export interface CutFrame {
  /** The header begins at `at`. */
  readonly bytes: Buffer;
  readonly at: number;
  readonly payload: Buffer;
}

/** Whatever the chunks are. Linear: a frame of many chunks is joined once. Unread bytes are bounded by who pushes them. */
export class FrameCutter {
  private chunks: Buffer[] = [];
  /** Of the first chunk have been cut. */
  private at = 0;
  private bytes = 0;
  private needed: number;

  /** @param maxPayload bytes; a frame that says more is a broken peer. */
  constructor(
    private readonly headerBytes: number,
    private readonly maxPayload: number,
  ) {
    this.needed = headerBytes;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.bytes += chunk.length;
  }

  /** The next whole frame; null: there is none yet. `overflow`: give the connection up. */
  nextCut(): CutFrame | null | 'overflow' {
    if (this.bytes < this.needed) return null;
    const { headerBytes } = this;
    const bytes = this.joined();
    const { at } = this;
    const begin = at + headerBytes;
    const length = readLength(bytes, begin - 4);
    if (length > this.maxPayload) return 'overflow';
    const end = begin + length;
    this.needed = end - at;
    if (this.bytes < this.needed) return null;
    this.bytes -= this.needed;
    this.needed = headerBytes;
    if (this.bytes > 0) this.at = end;
    else {
      this.chunks = [];
      this.at = 0;
    }
    return { bytes, at, payload: bytes.subarray(begin, end) };
  }

  private joined(): Buffer {
    const only = this.chunks[0];
    if (this.chunks.length === 1 && only !== undefined) return only;
    const joined = Buffer.concat(this.chunks).subarray(this.at);
    this.chunks = [joined];
    this.at = 0;
    return joined;
  }
}

/** By hand, as with each key: Node's own reader checks what is known here. */
function readLength(bytes: Buffer, at: number): number {
  const low = ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  return (bytes[at] ?? 0) * 0x1000000 + low;
}
