// A stop that was asked for from outside (SIGTSTP), and waits until the terminal is given back.
import { stopJob } from './foreground';

/**
 * Others of the job stop sooner than we do, and with the first of them its shell has the terminal and may bring the job back
 * before we have stopped at all. That SIGCONT takes the stop back: who stopped behind it would wait for one that has come.
 */
export class AskedStop {
  private isTakenBack = false;
  private readonly onContinue = () => {
    this.isTakenBack = true;
  };
  private readonly onStop = () => {
    this.isTakenBack = false;
  };

  /** To be made before a listener of either signal is taken away: what has come already is told only to who listens on. */
  constructor() {
    process.on('SIGCONT', this.onContinue).on('SIGTSTP', this.onStop);
  }

  /**
   * Resolves when the job goes on: at once where it does already, or where no shell is there that could continue it. Nobody
   * else may listen to SIGTSTP then. Either this or `drop` is to be called, or nothing stops us any more.
   */
  async now(): Promise<void> {
    // What has come by now is told in the next turn of the loop; the first callback may still be of this one.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    this.drop();
    if (!this.isTakenBack) stopJob();
  }

  /** We end instead. */
  drop(): void {
    process.off('SIGCONT', this.onContinue).off('SIGTSTP', this.onStop);
  }
}
