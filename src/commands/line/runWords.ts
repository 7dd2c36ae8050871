// Turns the words of a command line into the run of one command: only that command is loaded, and the parser where it is needed.
import { parseDetachKey } from '../../terminal/detachKey';
import type { GlobalArgs } from '../commandContext';
import { complain } from '../printText';
import { standardOutput } from '../standardOutput';
import type { Arguments, Command } from './command';
import { COMMANDS } from './commandTable';
import { plainWords } from './plainWords';
import { isUsageError, UsageError } from './usageError';

/** @returns the exit code. Throws only for bugs. */
export async function runWords(argv: readonly string[]): Promise<number> {
  try {
    return await runUsage(argv);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    complain(standardOutput('stderr'), error.message);
    return 2;
  }
}

/** @throws UsageError */
async function runUsage(argv: readonly string[]): Promise<number> {
  const [first, ...others] = argv;
  if (first === '__complete') return (await import('./completeLine')).runCompletion(others);
  if (first === 'serve') return (await import('../runServe')).runServe(others);
  if (first === '--get-yargs-completions') return (await import('./completeLine')).runOldCompletion(others.slice(1));
  const words = first === 'help' ? [...others, '--help'] : argv;
  const at = commandIndex(words);
  const word = at < 0 ? '' : words[at];
  const row = COMMANDS.find(({ name }) => name === word);
  if (row === undefined) throw (await import('./parseWords')).unknownCommand(word ?? '');
  const command = await row.load();
  const own = words.filter((_, index) => index !== at);
  if (at < 0 && own.some((each) => each === '--help' || each === '-h')) {
    await (await import('./parseWords')).showOverview(command);
    return 0;
  }
  const plain = plainWords(command, own);
  if (plain !== null) return runCommand(command, plain.args, plain.rest);
  const read = await (await import('./parseWords')).parseWords(command, own);
  return read === null ? 0 : runCommand(command, read.args, read.rest);
}

function runCommand(command: Command, args: Arguments, rest: readonly string[]): Promise<number> {
  return command.run(globalArgs(args), args, rest);
}

/** Options with a value that may stand before a command, or where there is none. */
const BEFORE_A_COMMAND: ReadonlySet<string> = new Set(['--home', '--rows']);

/** Where the name of the command stands: the first word that is no option and no value of one; -1: there is none. */
function commandIndex(words: readonly string[]): number {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return -1;
    if (BEFORE_A_COMMAND.has(word)) at += 1;
    else if (!word.startsWith('-')) return at;
  }
  return -1;
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
