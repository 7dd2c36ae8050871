// Frames that nothing but the passing of time asks for: one timer, asked for the next age as seldom as that can be.
import { type SchedulerLike, type Subscription, timer } from 'rxjs';

/** Shown ages of many Pods change at as many moments; frames made of nothing else are at least this far apart, in ms. */
const AGE_PAUSE = 1000;
/** Timers of the platform overflow at 24 days. */
const LONGEST_TIMER = 86_400_000;

/** All times are of the scheduler's clock. */
export class AgeFrames {
  private timer: Subscription | null = null;
  private dueAt = 0;
  private paintedAt = 0;

  /** `wait`: ms from the last frame until an age on it reads differently; null: none will. */
  constructor(
    private readonly wait: () => number | null,
    private readonly paint: () => void,
    private readonly owner: Subscription,
    private readonly scheduler: SchedulerLike,
  ) {}

  painted(): void {
    this.paintedAt = this.scheduler.now();
    // While frames follow each other, no age is asked for at each of them.
    if (this.timer === null) this.ask();
    else if (this.dueAt > this.paintedAt + AGE_PAUSE) this.askIn(AGE_PAUSE);
  }

  private ask(): void {
    const wait = this.wait();
    if (wait === null) return;
    const passed = Math.max(0, this.scheduler.now() - this.paintedAt);
    const left = Math.min(Math.max(Math.ceil(wait), AGE_PAUSE), LONGEST_TIMER) - passed;
    if (left > 0) this.askIn(left);
    else this.paint();
  }

  private askIn(pause: number): void {
    this.timer?.unsubscribe();
    this.dueAt = this.scheduler.now() + pause;
    this.timer = timer(pause, this.scheduler).subscribe(() => {
      this.timer = null;
      this.ask();
    });
    this.owner.add(this.timer);
  }
}
