// Looks at what is watched all the same, now and then: events get lost, and some file systems make none.

/** What is looked at, in no time worth mentioning. `isFull`: whatever it finds, something may have been missed. */
export interface Swept {
  sweep(isFull: boolean): void;
}

/** How often, ms, where that costs little. */
const EVERY_MS = 10_000;
/** The pause is so many times as long as the look itself, up to a minute: many directories are looked at more seldom. */
const SHARE = 8000;
const MINUTE_MS = 60_000;
/** And beyond that where the look would take more of the time than this. */
const LEAST_SHARE = 200;
/** So long at a time, ms, so that keys and sockets are served in between. */
const SLICE_MS = 3;
/** The clock of the wall and that of the machine part when one is set, or the machine has slept; no adjustment is so fast, ms. */
const JUMP_MS = 2000;

/**
 * One timer for all. At once and in full where we were stopped (SIGCONT): the kernel keeps 16,384 events for who does not read,
 * and drops the rest without a word that reaches us. In full too after a jump of the clock: the machine may have slept, and file
 * times that were compared with the time mean something else.
 */
export class SlowSweep {
  private readonly all = new Set<Swept>();
  private timer: NodeJS.Timeout | null = null;
  private slice: NodeJS.Immediate | null = null;
  private drift = driftNow();
  private readonly onContinued = (): void => this.begin(true);

  constructor(private readonly everyMs: number = EVERY_MS) {}

  get size(): number {
    return this.all.size;
  }

  add(one: Swept): void {
    if (this.all.size === 0) process.on('SIGCONT', this.onContinued);
    this.all.add(one);
    if (this.slice === null) this.timer ??= setTimeout(() => this.begin(), this.everyMs);
  }

  remove(one: Swept): void {
    if (!this.all.delete(one) || this.all.size > 0) return;
    process.off('SIGCONT', this.onContinued);
    this.stop();
  }

  private begin(isFull = false): void {
    this.stop();
    const drift = driftNow();
    const hasJumped = Math.abs(drift - this.drift) > JUMP_MS;
    this.drift = drift;
    this.goOn([...this.all], 0, 0, isFull || hasJumped);
  }

  private goOn(all: readonly Swept[], from: number, costMs: number, isFull: boolean): void {
    const before = performance.now();
    let at = from;
    while (at < all.length && performance.now() - before < SLICE_MS) {
      const one = all[at++];
      if (one !== undefined && this.all.has(one)) one.sweep(isFull);
    }
    const cost = costMs + performance.now() - before;
    // What was swept may have been the last that is watched.
    if (this.all.size === 0) return;
    if (at < all.length) {
      this.slice = setImmediate(() => {
        this.slice = null;
        this.goOn(all, at, cost, isFull);
      });
      return;
    }
    this.timer = setTimeout(() => this.begin(), this.pauseAfter(cost));
  }

  private pauseAfter(costMs: number): number {
    return Math.max(this.everyMs, Math.min(costMs * SHARE, MINUTE_MS), costMs * LEAST_SHARE);
  }

  private stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.slice !== null) clearImmediate(this.slice);
    this.timer = null;
    this.slice = null;
  }
}

/** How far the clock of the wall is from that of the machine, ms. */
function driftNow(): number {
  return Date.now() - performance.now();
}
