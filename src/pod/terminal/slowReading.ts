// Reads output in turns while a program prints a little all the time and nobody waits for it: what a Pod costs then is its waking up.

/** Output that has gone on so long, ms, without a pause of the other is likely to go on. */
const STEADY_MS = 3000;
const PAUSE_MS = 300;
/** From one turn to the next, ms. Together with the writing that follows each it is within what a kill may lose of a recording. */
const TURN_MS = 240;
/** More in one turn, bytes, is no little any more: the system holds so much that the program is not held up by us. */
const MUCH_BYTES = 2048;

/** The stream below a terminal: it can be told not to wake us. */
export interface ReadHandle {
  readStart(): void;
  readStop(): void;
}

export class SlowReading {
  /** Runs from one turn to the next; null: all is read as it comes. */
  private timer: NodeJS.Timeout | null = null;
  /** By `performance.now()`: since when output goes on, and when the last of it came. */
  private since = 0;
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly handle: ReadHandle,
    /** Reads and hands on what is there. @returns how many bytes. */
    private readonly read: () => number,
    /** Nobody waits for what comes next. */
    private readonly isUnhurried: () => boolean,
  ) {}

  /** So many bytes have come by themselves. */
  came(bytes: number): void {
    const now = performance.now();
    if (now - this.lastAt > PAUSE_MS || bytes > MUCH_BYTES) this.since = now;
    this.lastAt = now;
    if (this.timer !== null || now - this.since < STEADY_MS || !this.isUnhurried()) return;
    this.handle.readStop();
    this.timer = setTimeout(() => this.turn(), TURN_MS);
  }

  /** From now on, and for a while, somebody waits for what comes. */
  hurry(): void {
    this.since = performance.now();
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.handle.readStart();
  }

  private turn(): void {
    this.timer = setTimeout(() => this.turn(), TURN_MS);
    const bytes = this.read();
    if (bytes === 0 || bytes > MUCH_BYTES || !this.isUnhurried()) this.hurry();
  }
}
