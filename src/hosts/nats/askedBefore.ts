// What was asked once is done once: an answer is kept for a while, so that who has not heard it can ask again.

const KEPT = 256;
const KEPT_MS = 10 * 60_000;

interface Kept<T> {
  readonly outcome: Promise<T>;
  readonly at: number;
}

export class AskedBefore<T> {
  private readonly kept = new Map<string, Kept<T>>();

  /** The outcome of `id`: of the first time that it was asked for. Never rejects where `make` does not. */
  once(id: string, make: () => Promise<T>): Promise<T> {
    const before = this.kept.get(id);
    if (before !== undefined) return before.outcome;
    const outcome = make();
    this.kept.set(id, { outcome, at: performance.now() });
    this.forgetOld();
    return outcome;
  }

  private forgetOld(): void {
    for (const [id, { at }] of this.kept) {
      if (this.kept.size <= KEPT && performance.now() - at < KEPT_MS) return;
      this.kept.delete(id);
    }
  }
}
