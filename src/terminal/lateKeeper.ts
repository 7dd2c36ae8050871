// The keeper of a terminal, started behind the first screen that it shows: that takes some ms, which nobody has to wait for.
import { type KeptTerminal, TerminalKeeper } from './terminalKeeper';

/** A first screen that does not come keeps it waiting for so long, ms. */
const START_AFTER_MS = 50;

export class LateKeeper {
  /** See `TerminalKeeper`; it never comes without a start. */
  readonly ready: Promise<void>;
  private tellReady = (): void => {};
  private keeper: TerminalKeeper | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isOver = false;

  constructor(private readonly kept: KeptTerminal) {
    this.ready = new Promise((resolve) => {
      this.tellReady = resolve;
    });
  }

  get isStarted(): boolean {
    return this.keeper !== null;
  }

  start(): void {
    if (this.keeper !== null || this.isOver) return;
    this.stopTimer();
    this.keeper = new TerminalKeeper(this.kept);
    void this.keeper.ready.then(this.tellReady);
  }

  startSoon(): void {
    if (!this.isOver) this.timer ??= setTimeout(() => this.start(), START_AFTER_MS);
  }

  taken(): void {
    this.keeper?.taken();
  }

  /** One that has not started is told when it is ready. */
  knows(when: 'before' | 'after', bytes: string): void {
    this.keeper?.knows(when, bytes);
  }

  given(): void {
    this.isOver = true;
    this.stopTimer();
    this.keeper?.given();
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
