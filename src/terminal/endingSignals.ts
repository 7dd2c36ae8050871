// The signals that end a process and can be answered: before it ends, whoever has the terminal gives it back.
import os from 'node:os';

/**
 * Not among them: what only the kernel or the engine itself sends when nothing can go on (SIGSEGV, SIGBUS, SIGFPE, SIGILL,
 * SIGTRAP, SIGSYS: a listener would run into the same fault for ever), what Node ignores (SIGPIPE, SIGXFSZ), and SIGKILL.
 * For these the keeper gives the terminal back.
 */
const ANSWERABLE = [
  'SIGTERM',
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGABRT',
  // Node would open a debugger's port at SIGUSR1 and say so in the middle of the screen.
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGPROF',
  'SIGXCPU',
  'SIGIO',
  'SIGPWR',
  'SIGSTKFLT',
] as const;

export type EndSignal = (typeof ANSWERABLE)[number];

/** An engine that takes samples of itself (`--cpu-prof`, `--prof`) sends itself SIGPROF many times a second. */
const isSampled = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((words) => /--(cpu-)?prof\b/.test(words));

/** Those that this system has, and that mean an end. */
export const ENDING_SIGNALS: readonly EndSignal[] = ANSWERABLE.filter(
  (signal) => signal in os.constants.signals && !(isSampled && signal === 'SIGPROF'),
);
