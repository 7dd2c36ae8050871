// `podwatch attach NAME` and nothing else: one file to load, and no parser of command lines.
import { runAttach } from './attach';
import { inContext } from './commandContext';

/** @returns the exit code. */
export function runPlainAttach(name: string): Promise<number> {
  const args = { homes: [], noColor: false, detachKey: null };
  return inContext(args, (context) => runAttach(context, { name, readOnly: false }));
}
