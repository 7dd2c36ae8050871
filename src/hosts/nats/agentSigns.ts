// When a host gives a sign of life: at once where somebody comes, each second while somebody looks at it, else seldom.
import { BEAT_MS, isLookedAt } from './fleetWire';

/** Who looks at us says so again within, ms. */
const LOOKED_AT_MS = 15_000;
/** Many viewers that come at once are answered by one sign, ms. */
const ROLL_CALL_MS = 20;

export class AgentSigns {
  /** By `performance.now()`: when a viewer has said so last. */
  private lookedAt = Number.NEGATIVE_INFINITY;
  private beat: NodeJS.Timeout | null = null;
  private rollCall: NodeJS.Timeout | null = null;

  constructor(
    private readonly host: string,
    private readonly give: () => void,
  ) {}

  /** The next sign comes after so long, ms. */
  get everyMs(): number {
    return performance.now() - this.lookedAt < LOOKED_AT_MS ? BEAT_MS.watched : BEAT_MS.unwatched;
  }

  /** There is a connection, and on it nobody has said yet that he looks. */
  begin(): void {
    this.lookedAt = Number.NEGATIVE_INFINITY;
    this.next();
  }

  stop(): void {
    for (const timer of [this.beat, this.rollCall]) if (timer !== null) clearTimeout(timer);
    [this.beat, this.rollCall] = [null, null];
  }

  /** The roll is called. */
  called(data: Uint8Array): void {
    const isLooked = isLookedAt(data, this.host);
    const before = this.everyMs;
    if (isLooked === true) this.lookedAt = performance.now();
    if (this.everyMs !== before) this.next();
    else if (isLooked !== null) return;
    this.soon();
  }

  /** One sign, however many want it. */
  soon(): void {
    this.rollCall ??= setTimeout(() => {
      this.rollCall = null;
      this.give();
    }, ROLL_CALL_MS);
  }

  private next(): void {
    if (this.beat !== null) clearTimeout(this.beat);
    this.beat = setTimeout(() => {
      this.give();
      this.next();
    }, this.everyMs);
  }
}
