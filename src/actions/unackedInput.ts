// What a user has typed and the Pod has not said to have taken: it is sent again after a cut, from where the Pod stands; who types waits.

/** So much may be on its way, bytes; and while there is no way. */
const MAX_UNACKED_BYTES = 64 * 1024;
const MAX_CUT_BYTES = 4 * 1024;

export class UnackedInput {
  private parts: Buffer[] = [];
  private base = 0;
  private held = 0;
  private done: (() => void) | null = null;

  get bytes(): number {
    return this.held;
  }

  /** Whoever types need not wait for so many bytes more. */
  hasRoomFor(bytes: number): boolean {
    return this.done === null && this.held + bytes <= MAX_UNACKED_BYTES;
  }

  /** `done`: the next may be typed; called by `goOn`. Missing: nobody waits for that. */
  put(chunk: Buffer, done: (() => void) | null = null): void {
    this.parts.push(chunk);
    this.held += chunk.length;
    this.done = done;
  }

  /** Whoever types may go on where not too much waits. `over`: for nothing that is typed there is a way any more. */
  goOn(way: 'open' | 'cut' | 'over'): void {
    const most = way === 'over' ? Number.POSITIVE_INFINITY : way === 'cut' ? MAX_CUT_BYTES : MAX_UNACKED_BYTES;
    if (this.held > most) return;
    const { done } = this;
    this.done = null;
    done?.();
  }

  /** The Pod has taken so many bytes in all; less than before, or more than there were, says nothing. */
  taken(total: number): void {
    let drop = total - this.base;
    if (drop <= 0 || drop > this.held) return;
    this.base += drop;
    this.held -= drop;
    while (drop > 0) {
      const first = this.parts[0];
      if (first === undefined) return;
      if (first.length > drop) {
        this.parts[0] = first.subarray(drop);
        return;
      }
      this.parts.shift();
      drop -= first.length;
    }
  }

  /** Everything that is held, in its order. */
  all(): Buffer {
    return Buffer.concat(this.parts);
  }

  /** Another Pod process, or one that has forgotten us: what was meant for the old one is not for it. */
  forget(): void {
    this.parts = [];
    this.held = 0;
    this.base = 0;
  }
}
