// When the next frame is due: soon for news, later for what goes on moving, and never two for what one can show.
import { type SchedulerLike, type Subscription, timer } from 'rxjs';

/** Frames made of what goes on moving are at least this far apart, in ms; a key gets its frame at once. */
export const FRAME_PAUSE = 33;
/** The same of frames with news: a Pod stands otherwise than before, a tile that stood still moves. */
export const NEWS_PAUSE = 8;
/** One word of a Pod comes as two reports, the list's and its tile's: so long after the first they still share its frame, ms. */
const GATHER_PAUSE = 2;

/** All times are of the scheduler's clock. */
export class NextFrame {
  private timer: Subscription | null = null;
  private dueAt = Number.POSITIVE_INFINITY;
  private paintedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly paint: () => void,
    private readonly owner: Subscription,
    private readonly scheduler: SchedulerLike,
  ) {}

  /** At least `pause` after the last frame; one that is due by then is that frame. */
  soon(pause: number): void {
    // The first frame comes when it was said to.
    if (this.timer !== null && this.paintedAt === Number.NEGATIVE_INFINITY) return;
    const now = this.scheduler.now();
    // Never longer than one pause: the clock may have been set back since the last frame.
    const wait = Math.max(GATHER_PAUSE, pause - Math.max(0, now - this.paintedAt));
    if (this.timer === null || this.dueAt > now + wait) this.in(wait);
  }

  in(wait: number): void {
    this.cancel();
    this.dueAt = this.scheduler.now() + wait;
    this.timer = timer(wait, this.scheduler).subscribe(() => this.paint());
    this.owner.add(this.timer);
  }

  /** A frame is painted now, whichever was due. */
  painted(): void {
    this.cancel();
    this.paintedAt = this.scheduler.now();
  }

  cancel(): void {
    this.timer?.unsubscribe();
    this.timer = null;
  }
}
