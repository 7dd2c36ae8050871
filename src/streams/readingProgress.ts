// When of thousands that are read what there is so far is shown, as not yet whole.

/** What has been read so far is shown after so long, ms, and again after so many times as long: a list of thousands has its price. */
const AFTER_MS = 250;
const GROWTH = 3;
/** Of more the list grows by so many at a time: what is merged and sorted in one turn keeps no key waiting. */
const STEP = 5000;

export class ReadingProgress {
  private readonly startedAt = performance.now();
  private nextAt = this.startedAt + AFTER_MS;
  /** Pods; only once it is known that there are that many. */
  private nextCount = Number.POSITIVE_INFINITY;

  /** `isOnce`: nobody waits for a key, and what there is then is what there is when time runs out. */
  constructor(private readonly isOnce: boolean) {}

  /** The first page stands there; of `count` Pods in all. */
  firstPage(count: number): void {
    if (count > STEP) this.countOn(0, count);
    else this.nextAt = this.startedAt + GROWTH * AFTER_MS;
  }

  /** Whether what has been read is to be shown; `read`: so many Pods. To be told when it has been. */
  isDue(read: number): boolean {
    return read >= this.nextCount || performance.now() >= this.nextAt;
  }

  /** It is on its way. */
  asked(): void {
    this.nextCount = Number.POSITIVE_INFINITY;
    this.nextAt = Number.POSITIVE_INFINITY;
  }

  /** Since the beginning, ms. */
  spent(): number {
    return performance.now() - this.startedAt;
  }

  shown(read: number, count: number): void {
    if (!this.isOnce && count > STEP) {
      this.countOn(read, count);
      return;
    }
    const spent = Math.max(AFTER_MS, this.spent());
    this.nextAt = this.startedAt + GROWTH * spent;
  }

  private countOn(from: number, count: number): void {
    const next = from + STEP;
    this.nextAt = Number.POSITIVE_INFINITY;
    // The last few come with the whole list.
    this.nextCount = next + STEP / 2 > count ? Number.POSITIVE_INFINITY : next;
  }
}
