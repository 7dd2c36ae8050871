// Another program has the user's terminal until it ends: the attach of a multiplexer.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { displayName } from '../cells/displayText';
import { failure, type Outcome } from './actionFailure';

/** Multiplexers refuse to attach from within themselves; here somebody has asked for just that. */
const NESTED = ['TMUX', 'TMUX_PANE', 'STY', 'ZELLIJ', 'ZELLIJ_SESSION_NAME', 'ABDUCO_SESSION', 'SHPOOL_SESSION_NAME'];
/** Meant for the program in front, by whoever sits at the terminal. */
const FOR_IT = ['SIGINT', 'SIGQUIT'] as const;

/** Done with its exit code, 128 + n after a signal; no shell in between. The terminal must be in its usual modes. */
export function runInTerminal(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome<{ readonly code: number; readonly message: null }>> {
  const outside = Object.fromEntries(Object.entries(env).filter(([name]) => !NESTED.includes(name)));
  const ignore = () => {};
  for (const signal of FOR_IT) process.on(signal, ignore);
  return new Promise<Outcome<{ readonly code: number; readonly message: null }>>((resolve) => {
    const child = spawn(program, args, { env: outside, stdio: 'inherit' });
    child.once('error', (error) =>
      resolve(failure('failed', `${displayName(program)} cannot be started: ${error.message}`)),
    );
    child.once('exit', (code, signal) => {
      resolve({ kind: 'done', code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), message: null });
    });
  }).finally(() => {
    for (const signal of FOR_IT) process.off(signal, ignore);
  });
}
