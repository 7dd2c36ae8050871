// Viewers whose terminal has another size than the Pod's: they get whole screens, so many a second at most.
import type { ScreenFacts, ViewSize } from '../../protocol/terminalFrame';
import type { Viewer } from './viewer';

/** Between two screens, ms. */
const INTERVAL_MS = 40;

export class ViewerMirrors {
  private timer: NodeJS.Timeout | null = null;
  private isStale = false;

  constructor(
    private readonly viewers: ReadonlySet<Viewer>,
    private readonly terminal: { state(view: ViewSize): Buffer; facts(): ScreenFacts },
  ) {}

  /** The cells have changed. */
  parsed(): void {
    this.isStale = true;
    if (this.timer || !this.some((viewer) => viewer.state === 'mirroring')) return;
    this.paint();
  }

  /** One of them can take a screen again. */
  drained(): void {
    if (this.isStale) this.parsed();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private paint(): void {
    this.isStale = false;
    for (const viewer of this.viewers) {
      if (viewer.state !== 'mirroring') continue;
      if (viewer.isDrained) viewer.screen(this.terminal.state(viewer.size), this.terminal.facts());
      else this.isStale = true;
    }
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.isStale && this.some((viewer) => viewer.state === 'mirroring' && viewer.isDrained)) this.paint();
    }, INTERVAL_MS);
  }

  private some(is: (viewer: Viewer) => boolean): boolean {
    for (const viewer of this.viewers) if (is(viewer)) return true;
    return false;
  }
}
