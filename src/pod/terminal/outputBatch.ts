// Output on its way to the viewers: the echo of a key at once, many small reads as one frame.

/** Longer output is no echo, bytes. */
const SHORT_BYTES = 1024;

export class OutputBatch {
  private parts: Buffer[] = [];
  private continues = false;
  /** Runs from the first output of a turn to its end. */
  private turn: NodeJS.Immediate | null = null;

  /** `handOn`: of `parts` the first continues a string that began before, or does not. */
  constructor(private readonly handOn: (parts: readonly Buffer[], continues: boolean) => void) {}

  /** The first of a turn, if it is short, is handed on at once, what follows at the end of the turn. */
  add(bytes: Buffer, continues: boolean): void {
    if (continues !== this.continues) this.flush();
    this.continues = continues;
    if (this.turn === null && bytes.length <= SHORT_BYTES) this.handOn([bytes], continues);
    else this.parts.push(bytes);
    this.turn ??= setImmediate(() => this.flush());
  }

  /** Hands on what waits. */
  flush(): void {
    if (this.turn) clearImmediate(this.turn);
    this.turn = null;
    if (this.parts.length === 0) return;
    const { parts } = this;
    this.parts = [];
    this.handOn(parts, this.continues);
  }
}
