// Turns the words of a command line into the run of one command: only that command is loaded, and it reads its own words.
import { complain } from '../printText';
import { standardOutput } from '../standardOutput';
import { COMMAND_LOADS } from './commandLoads';
import { isUsageError } from './usageError';

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
  const word = words[at] ?? '';
  const load = Object.hasOwn(COMMAND_LOADS, word) ? COMMAND_LOADS[word] : undefined;
  if (load === undefined) throw (await import('./parseWords')).unknownCommand(word);
  const { command } = await load();
  const own = words.filter((_, index) => index !== at);
  if (at < 0 && own.some((each) => each === '--help' || each === '-h')) {
    await (await import('./parseWords')).showOverview(command);
    return 0;
  }
  return command.runWords(own);
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
