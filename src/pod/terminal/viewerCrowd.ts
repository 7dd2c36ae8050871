// Has a flood of output wait a moment for viewers that are only a little slower, and leaves those behind that do not read.
import type { Viewer } from './viewer';

/** How long the program, and its open questions, wait for a viewer that is behind, ms: enough for a busy one. */
const CROWDED_MS = 200;

export class ViewerCrowd {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly viewers: ReadonlySet<Viewer>,
    /** True: read no more output for a moment. */
    private readonly hold: (on: boolean) => void,
  ) {}

  /**
   * Without a pause, a flood of output outruns every socket within one turn of the event loop, and a viewer that reads at
   * full speed would lose most of it. A viewer that does not read costs the others this pause, then it is left behind.
   */
  wait(): void {
    if (this.timer || !this.hasCrowded()) return;
    this.hold(true);
    this.timer = setTimeout(() => {
      this.timer = null;
      for (const viewer of this.viewers) if (viewer.isCrowded) viewer.fallBehind();
      this.hold(false);
    }, CROWDED_MS);
  }

  /** A viewer has read, or has gone. */
  ease(): void {
    if (!this.timer || this.hasCrowded()) return;
    this.stop();
    this.hold(false);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private hasCrowded(): boolean {
    for (const viewer of this.viewers) if (viewer.isCrowded) return true;
    return false;
  }
}
