// The table by which a command is found without loading the others.
import type { Command } from '../commands/line/command';
import { commandPattern } from '../commands/line/usage';

/** `file`: its name in src/commands/, without its ending. */
export interface NamedCommand {
  readonly file: string;
  readonly command: Command;
}

export function commandTableSource(commands: readonly NamedCommand[]): string {
  const rows = commands.map(
    ({ file, command }) => `  {
    name: ${literal(command.name)},
    pattern: ${literal(commandPattern(command))},
    summary:
      ${literal(command.summary)},
    load: async () => (await import('../${file}')).command,
  },`,
  );
  return `// Every command and where it is. Made by \`npm run docs\` from the objects in src/commands/: change those.
import type { Command } from './command';

export interface CommandRow {
  readonly name: string;
  /** As yargs writes it. */
  readonly pattern: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

// biome-ignore format: made by a script
export const COMMANDS: readonly CommandRow[] = [
${rows.join('\n')}
];
`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
