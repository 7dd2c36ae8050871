// Whatever ends the process, the user's terminal is given back first.
import { closeSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { isInForeground } from './foreground';

const ENDING_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGABRT'] as const;
const STANDARD_STREAMS = [0, 1, 2] as const;

interface ExitGuardActions {
  /** Gives the terminal back, synchronously and without throwing. */
  readonly restore: () => void;
  /** Ends the process after a signal (128 + its number) or a crash (1); the terminal is restored by then. */
  readonly exit: (code: number) => void;
  /** Before a stop (Ctrl+Z, `kill -TSTP`). */
  readonly standAside: () => void;
  /** The process goes on after a stop, also after one that it could not see coming; perhaps in the background. */
  readonly goOn: () => void;
}

interface ExitGuard {
  /** While the screen is shown. */
  on(): void;
  /** While somebody else owns the terminal. */
  off(): void;
  /** For good. */
  end(): void;
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
  const onSignal = (signal: NodeJS.Signals): void => {
    actions.restore();
    if (!isInForeground()) {
      // At its exit Node sets the modes of the terminal, which would stop us here. The signal itself ends us without that.
      off();
      process.kill(process.pid, signal);
    }
    actions.exit(128 + constants.signals[signal]);
  };
  const onCrash = (error: unknown): void => {
    actions.restore();
    reportCrash(error);
    actions.exit(1);
  };
  const onStop = (): void => {
    actions.standAside();
    // Without our listener the system stops us, except where no shell is there that could continue us.
    off();
    // Returns when we go on.
    process.kill(process.pid, 'SIGTSTP');
    actions.goOn();
  };
  let isOn = false;
  const off = (): void => {
    if (!isOn) return;
    isOn = false;
    for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
    process.off('SIGTSTP', onStop);
    process.off('SIGCONT', actions.goOn);
    process.off('uncaughtException', onCrash);
    process.off('exit', actions.restore);
  };
  process.on('exit', onDeadTerminal);
  return {
    on() {
      if (isOn) return;
      isOn = true;
      for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
      process.on('SIGTSTP', onStop);
      process.on('SIGCONT', actions.goOn);
      process.on('uncaughtException', onCrash);
      process.prependListener('exit', actions.restore);
    },
    off,
    end() {
      off();
      // A terminal that is gone has to be closed at the exit, whenever that comes.
      if (startedOnTerminal.every((fd) => isatty(fd))) process.off('exit', onDeadTerminal);
    },
  };
}
