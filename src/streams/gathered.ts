// Many changes at a time become one piece of work, and the more that costs, the more of them wait for the next.

/** Shorter than anybody sees, ms: fifty sockets that answer are not fifty lists. */
const SHORTEST_MS = 2;
/** Longer than this nobody waits for news, ms. */
const LONGEST_MS = 250;
/** Between two pieces of work there is so many times their own length for keys, sockets and all else. */
const SHARE = 3;

/** How long to gather what comes, after work that has taken `costMs`. */
export function pauseAfter(costMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, costMs * SHARE));
}

/** One call of `work` for all calls of `soon` and `later` until then. */
export class Gathered {
  private immediate: NodeJS.Immediate | null = null;
  private timer: NodeJS.Timeout | null = null;
  private late: NodeJS.Timeout | null = null;
  private lastCostMs = 0;
  private ranAt = 0;

  constructor(private readonly work: () => void) {}

  soon(): void {
    if (this.immediate !== null || this.timer !== null) return;
    const wait = pauseAfter(this.lastCostMs) - (performance.now() - this.ranAt);
    // What costs nothing, or has not been done for a while, waits for nothing but the end of this turn.
    if (this.lastCostMs * SHARE < SHORTEST_MS || wait <= 0) this.immediate = setImmediate(() => this.run());
    else this.timer = setTimeout(() => this.run(), wait);
  }

  /** After `ms` at the latest, or along with what cannot wait. */
  later(ms: number): void {
    if (this.immediate !== null || this.timer !== null) return;
    this.late ??= setTimeout(() => this.run(), ms);
  }

  stop(): void {
    if (this.late !== null) clearTimeout(this.late);
    if (this.immediate !== null) clearImmediate(this.immediate);
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private run(): void {
    if (this.late !== null) clearTimeout(this.late);
    this.late = null;
    this.immediate = null;
    this.timer = null;
    const before = performance.now();
    this.work();
    this.ranAt = performance.now();
    this.lastCostMs = this.ranAt - before;
  }
}
