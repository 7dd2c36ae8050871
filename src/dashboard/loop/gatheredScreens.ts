// Screens of moving tiles on their way to the next frame: of each Pod the newest alone is ever looked at.
import type { ScreenNews } from './report';

/** A tile that has stood still for so long, ms, is news when it moves; one that goes on moving shares its frames with others. */
const STILL_MS = 250;
/** So many of them in a second are news; where more tiles move, they move on. */
const MOST_NEWS = 20;
const SECOND_MS = 1000;

export class GatheredScreens {
  private waiting = new Map<string, ScreenNews>();
  /** By Pod key: when it has moved last, by the clock that `add` is told. */
  private readonly movedAt = new Map<string, number>();

  private newsFrom = Number.NEGATIVE_INFINITY;
  private newsCount = 0;

  /** `now`: of a clock for pauses, ms. True: the tile has stood still until now, and that is news. */
  add(key: string, news: ScreenNews, now: number): boolean {
    const before = this.waiting.get(key);
    // The first word of a connection tells of output of any age, whatever comes behind it.
    this.waiting.set(key, before?.at === null ? { ...news, at: null } : news);
    const since = now - (this.movedAt.get(key) ?? Number.NEGATIVE_INFINITY);
    this.movedAt.set(key, now);
    // A clock may be set back.
    return (since >= STILL_MS || since < 0) && this.countNews(now);
  }

  private countNews(now: number): boolean {
    const passed = now - this.newsFrom;
    if (passed >= SECOND_MS || passed < 0) {
      this.newsFrom = now;
      this.newsCount = 0;
    }
    this.newsCount += 1;
    return this.newsCount <= MOST_NEWS;
  }

  /** All that wait, which then wait no more; null: none does. */
  take(): ReadonlyMap<string, ScreenNews> | null {
    if (this.waiting.size === 0) return null;
    const taken = this.waiting;
    this.waiting = new Map();
    return taken;
  }

  /** Tiles that are watched no more. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.movedAt.keys()) if (!keys.has(key)) this.movedAt.delete(key);
  }
}
