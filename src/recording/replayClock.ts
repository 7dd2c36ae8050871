// When each event of a recording is due, and the keys that stop the clock.

const SPACE = 0x20;
/** q, Q, Ctrl+C, Ctrl+\. */
const END_KEYS = [0x71, 0x51, 0x03, 0x1c];

export class ReplayClock {
  /** Resolves when the user wants no more. */
  readonly ended: Promise<void>;
  private tellEnd: () => void = () => {};
  private isOver = false;
  private isPaused = false;
  private lastAt: number | null = null;
  private wake: () => void = () => {};

  /** @param idleLimit longest wait between two events, seconds of the recording; 0: as long as it was. */
  constructor(
    private readonly speed: number,
    private readonly idleLimit: number,
  ) {
    this.ended = new Promise((resolve) => {
      this.tellEnd = resolve;
    });
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Space pauses and goes on; q ends. */
  keys(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === SPACE) this.isPaused = !this.isPaused;
      else if (END_KEYS.includes(byte)) this.end();
    }
    this.wake();
  }

  end(): void {
    this.isOver = true;
    this.tellEnd();
    this.wake();
  }

  /** @param at Unix ms, as recorded. False: the user wants no more. */
  async waitFor(at: number): Promise<boolean> {
    const gap = this.lastAt === null ? 0 : Math.max(0, at - this.lastAt);
    this.lastAt = at;
    let left = Math.min(gap, this.idleLimit > 0 ? this.idleLimit * 1000 : gap) / this.speed;
    while (!this.isOver && (this.isPaused || left >= 1)) {
      const since = performance.now();
      const wasPaused = this.isPaused;
      await this.nextKey(wasPaused ? null : left);
      if (!wasPaused) left -= performance.now() - since;
    }
    return !this.isOver;
  }

  async anyKey(): Promise<void> {
    if (!this.isOver) await this.nextKey(null);
  }

  /** Or that many ms; null: no bound, for as long as the user likes. */
  private nextKey(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
