// The last output of a Pod by its offset, so that a viewer whose connection was cut goes on where it was.

/** More than what can be on its way to a viewer: windows, relays and socket buffers. Bytes. */
const RING_BYTES = 2 * 1024 * 1024;

export class OutputRing {
  private parts: Buffer[] = [];
  private held = 0;
  private isKept = false;
  private total = 0;

  /** Bytes since the Pod was started: where the next output begins. */
  get end(): number {
    return this.total;
  }

  /** From now on output is kept; before, it is only counted. */
  keep(): void {
    this.isKept = true;
  }

  put(bytes: Buffer): void {
    this.total += bytes.length;
    if (!this.isKept) return;
    this.parts.push(bytes);
    this.held += bytes.length;
    for (
      let first = this.parts[0];
      first !== undefined && this.held - first.length >= RING_BYTES;
      [first] = this.parts
    ) {
      this.parts.shift();
      this.held -= first.length;
    }
  }

  /** What was put out since; null: it is not all kept, or there is no such offset. */
  since(offset: number): readonly Buffer[] | null {
    const missing = this.total - offset;
    if (missing < 0 || missing > this.held) return null;
    const found: Buffer[] = [];
    let left = missing;
    for (let at = this.parts.length - 1; at >= 0 && left > 0; at -= 1) {
      const part = this.parts[at];
      if (part === undefined) break;
      found.unshift(part.subarray(Math.max(0, part.length - left)));
      left -= part.length;
    }
    return found;
  }
}
