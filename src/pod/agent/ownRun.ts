// A run that the agent opens itself: what it says, asks and reports while nobody has prompted it.
import type { KeptConversation } from './keptConversation';
import type { RunEnding } from './runEnding';

/** A run in which nothing came for this long, ms, is over: the agent does not say when it is. */
const QUIET_MS = 1500;
/** Where a call of it is at work, it may be silent for longer, ms. */
const BUSY_MS = 10 * 60_000;

export class OwnRun {
  private timer: NodeJS.Timeout | null = null;
  private heardAt = 0;

  constructor(
    private readonly conversation: KeptConversation,
    /** The agent waits for an answer. */
    private readonly isAsking: () => boolean,
  ) {}

  get isOpen(): boolean {
    return this.timer !== null;
  }

  /** Something has come: the run begins, or goes on. */
  goOn(): void {
    this.heardAt = performance.now();
    if (this.timer !== null) return;
    this.conversation.begin({ trigger: 'wakeup', segments: null, requestId: null });
    this.watch(QUIET_MS);
  }

  end(ending: RunEnding): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.conversation.end(ending);
  }

  private watch(ms: number): void {
    this.timer = setTimeout(() => {
      const silent = performance.now() - this.heardAt;
      const patience = this.conversation.mapper.isBusy ? BUSY_MS : QUIET_MS;
      if (this.isAsking()) this.watch(QUIET_MS);
      else if (silent >= patience) this.end({ kind: 'finished' });
      else this.watch(Math.min(QUIET_MS, patience - silent));
    }, ms);
  }
}
