// Screens of moving tiles on their way to the next frame: of each Pod the newest alone is ever looked at.
import type { ScreenNews } from './report';

/** A tile that has stood still for so long, ms, is news when it moves; one that goes on moving shares its frames with others. */
const STILL_MS = 140;

export class GatheredScreens {
  private waiting = new Map<string, ScreenNews>();
  /** By Pod key: when it has moved last, by the clock that `add` is told. */
  private readonly movedAt = new Map<string, number>();

  /** `now`: of a clock for pauses, ms. True: the tile has stood still until now. */
  add(key: string, news: ScreenNews, now: number): boolean {
    const before = this.waiting.get(key);
    // The first word of a connection tells of output of any age, whatever comes behind it.
    this.waiting.set(key, before?.at === null ? { ...news, at: null } : news);
    const since = now - (this.movedAt.get(key) ?? Number.NEGATIVE_INFINITY);
    this.movedAt.set(key, now);
    return since >= STILL_MS || since < 0;
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
