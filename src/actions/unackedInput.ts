// What a user has typed and the Pod has not said to have taken: it is sent again after a cut, from where the Pod stands.

export class UnackedInput {
  private parts: Buffer[] = [];
  private base = 0;
  private held = 0;

  get bytes(): number {
    return this.held;
  }

  put(chunk: Buffer): void {
    this.parts.push(chunk);
    this.held += chunk.length;
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
