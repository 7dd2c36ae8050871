// When the status of a Pod is pushed: at once after a quiet time, and never more often than its cause allows.

/** From one push to the next at least, ms: for a change of status, of the title (spinners), a bell or notification, output. */
export const PUSH_GAP_MS = { status: 50, title: 250, attention: 1000, output: 2250 } as const;

/**
 * One that is on its way and so nearly due, as a part of the time between two, goes with what asks for it again: the Pod is
 * awake then, and need not wake for it later.
 */
const EARLY = 0.1;

export class StatusPush {
  private timer: NodeJS.Timeout | null = null;
  private dueAt = 0;
  private gapMs = 0;
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly push: () => void) {}

  /** Each push says everything: an earlier one that is on its way is enough. */
  ask(gapMs: number): void {
    const now = performance.now();
    const dueAt = this.lastAt + gapMs;
    const isSooner = this.timer === null || dueAt < this.dueAt;
    if (isSooner) {
      this.stop();
      this.dueAt = dueAt;
      this.gapMs = gapMs;
    }
    if (this.dueAt - now <= EARLY * this.gapMs) {
      this.stop();
      this.fire();
    } else if (isSooner) this.timer = setTimeout(() => this.fire(), dueAt - now);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private fire(): void {
    this.timer = null;
    this.lastAt = performance.now();
    this.push();
  }
}
