// Cuts a byte stream into frames whose header ends with the length of their payload (u32 BE).

export interface CutFrame {
  readonly header: Buffer;
  readonly payload: Buffer;
}

/** Whatever the chunks are. Linear: a frame of many chunks is joined once. Unread bytes are bounded by who pushes them. */
export class FrameCutter {
  private chunks: Buffer[] = [];
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
    const joined = this.joined();
    const length = joined.readUInt32BE(this.headerBytes - 4);
    if (length > this.maxPayload) return 'overflow';
    this.needed = this.headerBytes + length;
    if (this.bytes < this.needed) return null;
    const cut = {
      header: joined.subarray(0, this.headerBytes),
      payload: joined.subarray(this.headerBytes, this.needed),
    };
    const rest = joined.subarray(this.needed);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.bytes = rest.length;
    this.needed = this.headerBytes;
    return cut;
  }

  private joined(): Buffer {
    const [only] = this.chunks;
    if (this.chunks.length === 1 && only) return only;
    const joined = Buffer.concat(this.chunks);
    this.chunks = [joined];
    return joined;
  }
}
