// What the parsing of every command has in common.
import type { Command } from './commandContext';

// By `require`: the ESM build of yargs breaks lines of help within words.
import yargs = require('yargs');

export type Argv<T> = yargs.Argv<T>;

/** Wrong usage: one sentence, exit code 2. */
export class UsageError extends Error {}

/** What is common to all commands. */
export interface Common {
  readonly home: string[] | undefined;
  readonly 'no-color': boolean | undefined;
}

/** What every handler gets besides its own arguments. */
export interface Parsed extends Common {
  readonly '--'?: unknown;
}

/** Makes the context and runs the command in it. */
export type Run = (args: Parsed, command: Command, detachKey?: string) => Promise<void>;

export const podName = { type: 'string', demandOption: true, describe: 'Name of the Pod' } as const;

/** What stands after `--`. */
export function rest(args: Parsed): string[] {
  const words: unknown = args['--'];
  return Array.isArray(words) ? words.map(String) : [];
}

export function noRest(args: Parsed): void {
  const [first] = rest(args);
  if (first !== undefined) throw new UsageError(`This command takes nothing after "--": ${JSON.stringify(first)}`);
}
