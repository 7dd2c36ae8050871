// Reads the words of one command and runs it: a part of each command's bundle, whose compiled code is kept.
import { parseDetachKey } from '../../terminal/detachKey';
import type { GlobalArgs } from '../commandContext';
import type { Arguments, CommandHelp } from './command';
import { plainWords } from './plainWords';
import { UsageError } from './usageError';

type Run = (globals: GlobalArgs, args: Arguments, rest: readonly string[]) => Promise<number>;

/** `words`: without the name of the command. The parser is loaded where it is needed. @returns the exit code. @throws UsageError */
export async function runOwnWords(command: CommandHelp, run: Run, words: readonly string[]): Promise<number> {
  const read = plainWords(command, words) ?? (await (await import('./parseWords')).parseWords(command, words));
  return read === null ? 0 : run(globalArgs(read.args), read.args, read.rest);
}

/** @throws UsageError */
function globalArgs(args: Arguments): GlobalArgs {
  const { home, noColor, detachKey } = args;
  const key = typeof detachKey === 'string' ? parseDetachKey(detachKey) : null;
  if (typeof key === 'string') throw new UsageError(`--detach-key: ${key}.`);
  const homes = Array.isArray(home) ? home.map(String) : [];
  if (homes.includes('')) throw new UsageError('--home needs a value: --home DIR');
  return { homes, noColor: noColor === true, detachKey: key };
}
