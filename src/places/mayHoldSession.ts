// Whether a Pod may go on with the session of an agent CLI at all: told without a look at any tool.
import type { LaunchRecord } from '../podList/podFacts';

/** Ids of sessions are long, and hold a digit: UUIDs, times. */
const ID_WORD = /(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{8,}/;

/** Tools and words with which the newest session goes on, whatever its id: a shell has such an option too. */
const CONTINUING_PROGRAM = /^(?:.*\/)?(?:claude|copilot|kimi|pi|qwen)$/s;
const CONTINUE_WORD = /^(?:-c|-C|--continue)$/;

/** What is started: as its record says, or with another command. */
export type StartedPod = Pick<LaunchRecord, 'kind' | 'argv'> & { readonly session?: string | undefined };

/** False for a plain shell or server: nothing more needs to be loaded or read for it. */
export function mayHoldSession({ kind, argv, session }: StartedPod): boolean {
  return kind === 'agent' || session !== undefined || argv.some(mayHoldId) || mayContinue(argv);
}

/** Whether it may be a command that goes on with a session without naming it. */
export function mayContinue([program = '', ...words]: readonly string[]): boolean {
  return CONTINUING_PROGRAM.test(program) && words.some((word) => CONTINUE_WORD.test(word));
}

/** Whether a session can be called so, or a text holds such a word. */
export function mayHoldId(text: string): boolean {
  return ID_WORD.test(text);
}
