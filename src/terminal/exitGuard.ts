// Whatever ends the process, the user's terminal is given back first.
import { closeSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { answerSignals, leaveSignals } from './answeredSignals';
import { AskedStop } from './askedStop';
import type { EndSignal } from './endingSignals';
import { isInForeground, stopJob } from './foreground';

const STANDARD_STREAMS = [0, 1, 2] as const;

interface ExitGuardActions {
  /** Gives the terminal back, synchronously and without throwing. */
  readonly restore: () => void;
  /**
   * Ends the process after a signal (128 + its number) or a crash (1, no signal); the terminal is restored by then.
   */
  readonly exit: (code: number, signal: EndSignal | null) => void;
  /** Who can stand aside for a while; without it a stop is the system's matter. */
  readonly stop?: {
    /** Before a stop (Ctrl+Z, `kill -TSTP`). */
    readonly standAside: () => void;
    /** The process goes on after a stop, also after one that it could not see coming; perhaps in the background. */
    readonly goOn: () => void;
  };
}

export interface ExitGuard {
  /** While the screen is shown. */
  on(): void;
  /** Stops the job, as Ctrl+Z outside of raw mode does, the terminal given back; only for who can stand aside. */
  stop(): void;
  /** While somebody else owns the terminal. `forNext`: somebody of ours does from this turn on. */
  off(forNext?: 'forNext'): void;
  /** For good. `forNext`: see `off`. */
  end(forNext?: 'forNext'): void;
}

/**
 * At its exit Node puts the modes of the terminals it was started with back, and aborts with a core dump where such a
 * terminal is gone by now. A closed descriptor it leaves alone.
 */
function closeDeadTerminals(startedOnTerminal: readonly number[]): void {
  for (const fd of startedOnTerminal) {
    if (isatty(fd)) continue;
    try {
      closeSync(fd);
    } catch {
      // Closed already.
    }
  }
}

function reportCrash(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // Nobody can read it any more.
  }
}

/** The listeners of the process; each method may be called repeatedly. */
export function createExitGuard(actions: ExitGuardActions): ExitGuard {
  const startedOnTerminal = STANDARD_STREAMS.filter((fd) => isatty(fd));
  const onDeadTerminal = (): void => closeDeadTerminals(startedOnTerminal);
  const onSignal = (signal: EndSignal): void => {
    actions.restore();
    if (!isInForeground()) {
      // At its exit Node sets the modes of the terminal, which would stop us here. The signal itself ends us without that.
      off();
      process.kill(process.pid, signal);
    }
    actions.exit(128 + constants.signals[signal], signal);
  };
  const onCrash = (error: unknown): void => {
    actions.restore();
    reportCrash(error);
    actions.exit(1, null);
  };
  const { stop } = actions;
  /** Another number: somebody else has decided since whose the terminal is. */
  let turn = 0;
  // Before the job is stopped: with the first of its processes (an npm above us) the shell has the terminal. And without our
  // listeners, so that the system stops us, except where no shell is there that could continue us.
  const stopBy = (stopped: () => void | Promise<void>): void => {
    if (stop === undefined) return;
    stop.standAside();
    off();
    turn++;
    const mine = turn;
    void Promise.resolve(stopped()).then(() => {
      if (turn === mine) stop.goOn();
    });
  };
  const onStop = (): void => {
    const asked = new AskedStop();
    stopBy(() => asked.now());
  };
  let isOn = false;
  const off = (forNext = false): void => {
    if (!isOn) return;
    isOn = false;
    leaveSignals(onSignal, forNext);
    if (stop !== undefined) process.off('SIGTSTP', onStop).off('SIGCONT', stop.goOn);
    process.off('uncaughtException', onCrash);
    process.off('exit', actions.restore);
  };
  process.on('exit', onDeadTerminal);
  return {
    on() {
      turn++;
      if (isOn) return;
      isOn = true;
      answerSignals(onSignal);
      if (stop !== undefined) process.on('SIGTSTP', onStop).on('SIGCONT', stop.goOn);
      process.on('uncaughtException', onCrash);
      process.prependListener('exit', actions.restore);
    },
    stop: () => stopBy(stopJob),
    off(forNext) {
      turn++;
      off(forNext !== undefined);
    },
    end(forNext) {
      turn++;
      off(forNext !== undefined);
      // A terminal that is gone has to be closed at the exit, whenever that comes.
      if (startedOnTerminal.every((fd) => isatty(fd))) process.off('exit', onDeadTerminal);
    },
  };
}
