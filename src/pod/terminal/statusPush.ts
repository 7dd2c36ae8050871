// When the status of a Pod is pushed: at once after a quiet time, and never more often than its cause allows.

/** From one push to the next at least, ms: for a change of status, of the title (spinners), a bell or notification, output. */
export const PUSH_GAP_MS = { status: 50, title: 250, attention: 1000, output: 2000 } as const;

export class StatusPush {
  private timer: NodeJS.Timeout | null = null;
  private dueAt = 0;
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly push: () => void) {}

  /** Each push says everything: an earlier one that is on its way is enough. */
  ask(gapMs: number): void {
    const now = performance.now();
    const dueAt = this.lastAt + gapMs;
    if (this.timer && this.dueAt <= dueAt) return;
    this.stop();
    if (dueAt <= now) this.fire();
    else {
      this.dueAt = dueAt;
      this.timer = setTimeout(() => this.fire(), dueAt - now);
    }
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
