// What a command is: one object that says its name, its arguments, its help, what completes it, and what it does.
import type { Options } from 'yargs';
import type { PodAction } from '../../podList/podFacts';

/** What a shell offers for a word: Pods that this can be done with (null: all), known words, or what the shell knows itself. */
export type Completes =
  /** `sessions`: also those of agent CLIs, as `TOOL:ID`. */
  | { readonly pods: PodAction | null; readonly sessions?: true }
  | { readonly words: readonly string[] }
  | 'agents'
  | 'directories'
  | 'keys';

/** A positional argument or an option, as yargs reads it. */
export interface Field extends Options {
  readonly describe: string;
  /** What stands for its value in usage and help: `DIR`. */
  readonly value?: string;
  readonly complete?: Completes;
  /** It may stand without a value. */
  readonly optionalValue?: true;
}

export type Fields = Readonly<Record<string, Field>>;

/** What may follow `--`: nothing, a command line with its program, or more of the last positional argument. */
export type Rest = 'nothing' | 'command' | 'words';

/** In the order of the help: what is done with Pods, what they did, agents and hooks, podwatch itself. */
export const COMMAND_GROUPS = ['pods', 'history', 'agents', 'itself'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface CommandHelp {
  /** As it is typed; empty: the dashboard, which needs no word. */
  readonly name: string;
  /** Where the help lists it. */
  readonly group: CommandGroup;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What else a user has to know: paragraphs of plain text for the manual. */
  readonly details?: readonly string[];
  /** In their order. A required one is `demandOption`; only the last may be `array`. */
  readonly positionals: Fields;
  readonly options: Fields;
  readonly rest: Rest;
}

export interface Command extends CommandHelp {
  /** `words`: of the command line, without its name. @returns the exit code. @throws UsageError */
  readonly runWords: (words: readonly string[]) => Promise<number>;
}

export type Arguments = Readonly<Record<string, unknown>>;
