// Makes a command of its declarations and of what it does: it reads its own words, and the configuration.
import type { InferredOptionType } from 'yargs';
import { type CommandContext, type GlobalArgs, inContext } from '../commandContext';
import { endAtOnce } from '../standardOutput';
import type { Arguments, Command, CommandHelp, Fields } from './command';
import { runOwnWords } from './runOwnWords';

type CamelCase<S> = S extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}` : S;

type Values<F extends Fields> = { readonly [Name in keyof F as CamelCase<Name>]: InferredOptionType<F[Name]> };

type Typed<P extends Fields, O extends Fields> = Values<P> & Values<O>;

interface TypedCommand<P extends Fields, O extends Fields> extends CommandHelp {
  readonly positionals: P;
  readonly options: O;
  /** It says itself what is wrong in the configuration. */
  readonly saysConfigFaults?: true;
  /** Nothing that it has begun goes on when it returns, so that the process can end at once. */
  readonly isOverAtOnce?: true;
  readonly run: (context: CommandContext, args: Typed<P, O>, rest: readonly string[]) => Promise<number>;
}

/**
 * Types the arguments that `run` gets by what `positionals` and `options` declare. The context is made here, within the
 * command's own bundle: what reads the configuration is loaded once.
 */
export function defineCommand<const P extends Fields, const O extends Fields>(command: TypedCommand<P, O>): Command {
  const { run, saysConfigFaults, isOverAtOnce } = command;
  // The words are read by these very declarations: there is nothing left to check.
  const inOwnContext = (globals: GlobalArgs, args: Arguments, rest: readonly string[]) =>
    inContext(globals, (context) => run(context, args as Typed<P, O>, rest), saysConfigFaults !== true);
  return {
    ...command,
    runWords: async (words) => {
      const code = await runOwnWords(command, inOwnContext, words);
      if (isOverAtOnce === true) endAtOnce(code);
      return code;
    },
  };
}
