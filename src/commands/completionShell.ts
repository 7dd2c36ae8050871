// `podwatch completion [bash|zsh]`: which shell's script is meant.
import { UsageError } from './commandParsing';

const SHELLS = ['bash', 'zsh'];

/**
 * The arguments as yargs takes them: it knows the word alone, and goes by the shell that the environment names, so a named
 * one is put there. @throws UsageError where the words after `completion` name no shell that has a script.
 */
export function completionArguments(argv: readonly string[], env: NodeJS.ProcessEnv): readonly string[] {
  const [command, shell, ...others] = argv;
  if (command !== 'completion' || shell === undefined) return argv;
  if (others.length > 0 || !SHELLS.includes(shell)) {
    throw new UsageError(`There is a completion script for ${SHELLS.join(' and for ')}: podwatch completion [SHELL]`);
  }
  env.SHELL = shell;
  delete env.ZSH_NAME;
  return [command];
}
