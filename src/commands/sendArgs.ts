// What `podwatch send` has been told, and what it says where it has worked.
import type { SentText } from '../actions/sendToPod';
import { displayName } from '../cells/displayText';

export interface SendArgs {
  /** Also globs. */
  readonly names: readonly string[];
  /** Null: standard input, or the file. */
  readonly text: string | null;
  readonly file: string | null;
  /** Into the turn that runs. */
  readonly isNow: boolean;
  /** Wait for the whole answer of the agent, and print it. */
  readonly wait: boolean;
}

export function sentWords(podName: string, { isQueued }: SentText): string {
  const name = displayName(podName);
  return isQueued ? `Queued for ${name}: it is sent when the turn that runs has ended.` : `Sent to ${name}.`;
}
