// Every file that is made from the commands and the keymap: the table of commands, pages of docs/ and the man page.
import { COMMAND_GROUPS } from '../commands/line/command';
import { commandHelpsSource } from './commandHelpsSource';
import { commandsPage } from './commandsPage';
import { commandLoadsSource, commandTableSource, type NamedCommand } from './commandTableSource';
import { keysPage } from './keysPage';
import { manPage } from './manPage';

export interface ManualFile {
  /** From the project's root. */
  readonly file: string;
  readonly text: string;
}

/** What somebody new needs first, in the order in which it is needed; the other commands of a group follow by name. */
const FIRST = ['', 'run', 'attach', 'ls', 'send', 'wait', 'stop', 'restore', 'rename', 'rm'];

export function manualFiles(
  commands: readonly NamedCommand[],
  { version }: { readonly version: string },
): readonly ManualFile[] {
  const rank = ({ command }: NamedCommand) => COMMAND_GROUPS.indexOf(command.group);
  const first = ({ command }: NamedCommand) =>
    FIRST.includes(command.name) ? FIRST.indexOf(command.name) : FIRST.length;
  const inOrder = [...commands].sort(
    (a, b) => rank(a) - rank(b) || first(a) - first(b) || (a.command.name < b.command.name ? -1 : 1),
  );
  const shown = inOrder.map(({ command }) => command);
  return [
    { file: 'src/commands/line/commandTable.ts', text: commandTableSource(inOrder) },
    { file: 'src/commands/line/commandLoads.ts', text: commandLoadsSource(inOrder) },
    { file: 'src/commands/line/commandHelps.ts', text: commandHelpsSource(inOrder) },
    { file: 'docs/commands.md', text: commandsPage(shown) },
    { file: 'docs/keys.md', text: keysPage() },
    { file: 'man/podwatch.1', text: manPage(shown, version) },
  ];
}
