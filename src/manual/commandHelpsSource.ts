// What completion knows of every command, so that it loads none of them.
import type { NamedCommand } from './commandTableSource';

export function commandHelpsSource(commands: readonly NamedCommand[]): string {
  const rows = commands.map(({ command }) => {
    const { name, group, summary, positionals, options, rest } = command;
    return `  ${JSON.stringify({ name, group, summary, positionals, options, rest })},`;
  });
  return `// What completion knows of every command. Made by \`npm run docs\` from the objects in src/commands/: change those.
import type { CommandHelp } from './command';

// biome-ignore format: made by a script
export const COMMAND_HELPS: readonly CommandHelp[] = [
${rows.join('\n')}
];
`;
}
