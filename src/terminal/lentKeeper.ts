// The keeper of a terminal that goes from hand to hand in one process: to start one takes as long as an attach may.
import type { TerminalKeeper } from './terminalKeeper';

export class LentKeeper {
  private resting: TerminalKeeper | null = null;

  /** Nobody has the terminal by the time it is given. */
  put(keeper: TerminalKeeper): void {
    keeper.rests();
    this.resting?.given();
    this.resting = keeper;
  }

  /** Who takes it says what it is to give back, and puts it back or ends it; null: there is none. */
  take(): TerminalKeeper | null {
    const { resting } = this;
    this.resting = null;
    return resting?.isAlive === true ? resting : null;
  }
}
