// Takes the sizes that viewers ask for at a bounded rate: the first at once, of a flood the last.
import type { ViewSize } from '../../protocol/terminalFrame';
import type { Viewer } from './viewer';

/** A drag of a window's edge still looks smooth, ms; each size makes the screen flow anew and the program draw itself. */
const EVERY_MS = 25;

export class SizeDesk {
  private timer: NodeJS.Timeout | null = null;
  private readonly waiting = new Map<Viewer, ViewSize>();

  constructor(private readonly apply: (viewer: Viewer, size: ViewSize) => void) {}

  asked(viewer: Viewer, size: ViewSize): void {
    if (this.timer !== null) {
      this.waiting.set(viewer, size);
      return;
    }
    this.timer = setTimeout(() => this.next(), EVERY_MS);
    this.apply(viewer, size);
  }

  forget(viewer: Viewer): void {
    this.waiting.delete(viewer);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.waiting.clear();
  }

  private next(): void {
    this.timer = null;
    if (this.waiting.size === 0) return;
    const asked = [...this.waiting];
    this.waiting.clear();
    this.timer = setTimeout(() => this.next(), EVERY_MS);
    for (const [viewer, size] of asked) this.apply(viewer, size);
  }
}
