// Completion: which shell's script is meant by `podwatch completion [bash|zsh]`, and the words that fit what was typed.
import { UsageError } from './commandParsing';

const SHELLS = ['bash', 'zsh'];

/**
 * The arguments as yargs takes them: it knows the word alone, and goes by the shell that the environment names, so a named
 * one is put there. @throws UsageError where the words after `completion` name no shell that has a script.
 */
export function completionArguments(argv: readonly string[], env: NodeJS.ProcessEnv): readonly string[] {
  const [command, shell, ...others] = argv;
  if (command !== 'completion' || shell === undefined) return argv;
  if (shell === '--help' || shell === '-h') return ['--help'];
  if (others.length > 0 || !SHELLS.includes(shell)) {
    throw new UsageError(`There is a completion script for ${SHELLS.join(' and for ')}: podwatch completion [SHELL]`);
  }
  env.SHELL = shell;
  delete env.ZSH_NAME;
  return [command];
}

/** Names of Pods where a name is wanted; commands and options otherwise. */
export async function completeWord(
  current: string,
  args: unknown,
  standard: (onCompleted: (error: Error | null, words: string[] | undefined) => void) => void,
  done: (words: string[]) => void,
): Promise<void> {
  const { completeNames } = await import('./completeNames');
  const found = current.startsWith('-') ? null : await completeNames(args);
  const fitting = (words: readonly string[]) =>
    // yargs offers short options with two dashes.
    words.filter((word) => word.startsWith(current) && !word.startsWith('$0') && !/^--.$/.test(word));
  if (found === null) standard((_, words) => done(fitting(words ?? [])));
  else done(fitting(found));
}
