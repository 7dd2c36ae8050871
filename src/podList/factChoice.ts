// Which fact counts where several speak of one Pod: settled by what they say, never by which of them came first.
import { compareBytes } from './compareEntries';
import { canonicalText } from './sameValue';

/** Of one side of all Pods, by key. Of nearly all Pods there is one fact, which is kept by who asks. */
export class FactChoice<T> {
  /** All facts of each Pod that has more than one. */
  private readonly several = new Map<string, readonly T[]>();

  /** `rank`: the lowest counts; of equally good ones the content decides. */
  constructor(private readonly rank: (fact: T) => number) {}

  /** What counts of a Pod with one more fact; `now`: what has counted. */
  with(key: string, now: T | null, fact: T): T {
    if (now === null) return fact;
    const all = [...(this.several.get(key) ?? [now]), fact];
    this.several.set(key, all);
    return this.best(all) ?? fact;
  }

  /** The same with one less, by its object; null: there is none left. */
  without(key: string, now: T | null, fact: T): T | null {
    const all = this.several.get(key);
    if (all === undefined) return now === fact ? null : now;
    const at = all.indexOf(fact);
    const left = all.filter((_, index) => index !== at);
    if (left.length > 1) this.several.set(key, left);
    else this.several.delete(key);
    return this.best(left);
  }

  private best(all: readonly T[]): T | null {
    return all.reduce<T | null>((best, fact) => (best === null || this.precedes(fact, best) ? fact : best), null);
  }

  private precedes(a: T, b: T): boolean {
    const difference = this.rank(a) - this.rank(b);
    return difference < 0 || (difference === 0 && compareBytes(canonicalText(a), canonicalText(b)) < 0);
  }
}
