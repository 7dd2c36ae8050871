// Puts text into the user's clipboard: by a command of the user's own or the system's, by tmux where we run in it, else by the terminal.
import { type ChildProcess, spawn } from 'node:child_process';
import { displayText } from '../cells/displayText';
import type { Desktop } from '../system/desktop';
import { thisDesktop } from '../system/thisDesktop';
import { failure, type Outcome } from './actionFailure';

/** More than that no clipboard is asked to take, bytes. */
const MAX_BYTES = 1024 * 1024;
/** A command that does not end is ended after this, ms. */
const TIME_LIMIT_MS = 3000;

export interface CopyRequest {
  /** Untrusted. */
  readonly text: string;
  /** Program and arguments, given the text on its standard input, without a shell; empty: none. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Missing: that of this system. */
  readonly desktop?: Desktop;
  /** Has the terminal take the text (OSC 52). */
  readonly toTerminal: (text: string) => void;
}

/** Done, with a sentence for the user. A terminal never says whether it has taken a text. */
export async function copyText(request: CopyRequest): Promise<Outcome<{ said: string }>> {
  const { text, command, env, desktop = thisDesktop, toTerminal } = request;
  const plain = withoutControls(text);
  const lines = plain.split('\n').length;
  const words = lines === 1 ? '1 line' : `${lines} lines`;
  if (plain.trim() === '') return failure('usage', 'There is nothing to copy.');
  if (Buffer.byteLength(plain) > MAX_BYTES) {
    return failure('failed', 'That is more than a clipboard takes: print it with podwatch logs.');
  }
  const program = command.length > 0 ? command : desktop.copyCommand(env);
  if (program !== null) return viaCommand(program, plain, env, `${words} copied.`);
  // tmux keeps the sequence of a program from the terminal, unless it is told otherwise.
  if (env.TMUX) return viaCommand(['tmux', 'load-buffer', '-w', '-'], plain, env, `${words} copied (tmux).`);
  toTerminal(plain);
  return { kind: 'done', said: `${words} sent to the terminal's clipboard.` };
}

/** Whoever pastes it into a shell must not run what a conversation has hidden in it. */
function withoutControls(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');
}

function viaCommand(
  [program = '', ...args]: readonly string[],
  text: string,
  env: NodeJS.ProcessEnv,
  said: string,
): Promise<Outcome<{ said: string }>> {
  const name = displayText(program);
  return new Promise((resolve) => {
    // Without files for its pipe it has none.
    const child: ChildProcess = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    // Not the one of `spawn`: that holds the process up where the command could not even be started.
    const limit = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
    child.once('error', (error) => {
      clearTimeout(limit);
      resolve(failure('failed', `Nothing was copied: ${name}: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      clearTimeout(limit);
      const how = signal === null ? `exit code ${code}` : signal;
      resolve(code === 0 ? { kind: 'done', said } : failure('failed', `Nothing was copied: ${name} failed (${how}).`));
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(text);
  });
}
