// Whether the terminal is ours: a job in a shell's background must neither draw on it nor change its modes.
import { thisSystem } from '../system/thisSystem';

/** A shell tells a job that goes on already nothing when it brings it to the foreground: looked at this often, ms. */
const LOOK_EVERY_MS = 100;

/**
 * Whether our process group is the one that the controlling terminal listens to. True where nobody can know, and without a
 * controlling terminal.
 */
export function isInForeground(): boolean {
  const stat = thisSystem.processStat(process.pid);
  return stat === null || stat.terminalGroup <= 0 || stat.terminalGroup === stat.group;
}

/** One wait at a time; `cancel` ends it. */
export class ForegroundWait {
  #timer: NodeJS.Timeout | null = null;

  /** Calls `then` once we are in the foreground: before it returns, if we are there. */
  start(then: () => void): void {
    this.cancel();
    if (isInForeground()) {
      then();
      return;
    }
    this.#timer = setInterval(() => {
      if (!isInForeground()) return;
      this.cancel();
      then();
    }, LOOK_EVERY_MS);
  }

  cancel(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

/** As the terminal's driver does it at the first write: the job stops until its shell brings it to the foreground. */
export function stopInBackground(): void {
  // Returns when we go on; at once where no shell is there that could continue us.
  if (!isInForeground()) process.kill(0, 'SIGTTOU');
}

/**
 * As the terminal's driver does it at Ctrl+Z outside of raw mode: the whole job stops, or a shell that looks only at another
 * process of it would never know. Returns when it goes on; at once where no shell is there that could continue it. Where
 * somebody listens to SIGTSTP, we do not stop: the system has to do it, within the call, so that no SIGCONT comes in between.
 */
export function stopJob(): void {
  process.kill(0, 'SIGTSTP');
}
