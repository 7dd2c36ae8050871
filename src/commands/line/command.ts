// What a command is: one object that says its name, its arguments, its help, what completes it, and what it does.
import type { InferredOptionType, Options } from 'yargs';
import type { PodAction } from '../../podList/podFacts';
import { type CommandContext, type GlobalArgs, inContext } from '../commandContext';

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
  /** `args`: by name in camel case, as `positionals` and `options` say. @returns the exit code. @throws UsageError */
  readonly run: (globals: GlobalArgs, args: Arguments, rest: readonly string[]) => Promise<number>;
}

export type Arguments = Readonly<Record<string, unknown>>;

type CamelCase<S> = S extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}` : S;

type Values<F extends Fields> = { readonly [Name in keyof F as CamelCase<Name>]: InferredOptionType<F[Name]> };

type Typed<P extends Fields, O extends Fields> = Values<P> & Values<O>;

interface TypedCommand<P extends Fields, O extends Fields> extends CommandHelp {
  readonly positionals: P;
  readonly options: O;
  /** It says itself what is wrong in the configuration. */
  readonly saysConfigFaults?: true;
  readonly run: (context: CommandContext, args: Typed<P, O>, rest: readonly string[]) => Promise<number>;
}

/**
 * Types the arguments that `run` gets by what `positionals` and `options` declare. The context is made here, within the
 * command's own bundle: what reads the configuration is loaded once.
 */
export function defineCommand<const P extends Fields, const O extends Fields>(command: TypedCommand<P, O>): Command {
  // Whoever calls `run` has had the words read by these very declarations: there is nothing left to check.
  return {
    ...command,
    run: (globals, args, rest) =>
      inContext(
        globals,
        (context) => command.run(context, args as Typed<P, O>, rest),
        command.saysConfigFaults !== true,
      ),
  };
}
