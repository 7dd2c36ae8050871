// `podwatch completion [SHELL]`: prints the script that teaches a shell to complete podwatch.
import path from 'node:path';
import { failure } from '../actions/actionFailure';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/defineCommand';
import { isShell, SHELLS, shellScript } from './line/shellScripts';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'completion',
  group: 'itself',
  summary: `Print the completion script of your shell, or of the one that follows: ${SHELLS.join(', ')}`,
  details: [
    'bash: source <(podwatch completion bash) in ~/.bashrc. zsh: the same with zsh in ~/.zshrc, after compinit. fish: podwatch completion fish | source in ~/.config/fish/config.fish.',
  ],
  positionals: {
    shell: { type: 'string', value: 'SHELL', complete: { words: SHELLS }, describe: 'Default: what $SHELL names' },
  },
  options: {},
  rest: 'nothing',
  run: async (context, { shell }) => printScript(context, shell),
});

/** A shell that we have no script for, where none is named, is taken for bash. */
function printScript(context: CommandContext, named: string | undefined): number {
  const own = path.basename(context.env.SHELL ?? '');
  const shell = named ?? (isShell(own) ? own : 'bash');
  if (isShell(shell)) {
    print(context.stdout, shellScript(shell));
    return 0;
  }
  const known = `${SHELLS.slice(0, -1).join(', ')} and ${SHELLS.at(-1)}`;
  const message = `There is a completion script for ${known}: podwatch completion SHELL`;
  return reportFailure(context, failure('usage', message));
}
