// The tables by which a command is found without loading the others.
import type { Command } from '../commands/line/command';
import { commandPattern } from '../commands/line/usage';

/** `file`: its name in src/commands/, without its ending. */
export interface NamedCommand {
  readonly file: string;
  readonly command: Command;
}

export function commandTableSource(commands: readonly NamedCommand[]): string {
  const rows = commands.map(
    ({ command }) => `  {
    name: ${literal(command.name)},
    pattern: ${literal(commandPattern(command))},
    summary:
      ${literal(command.summary)},
  },`,
  );
  return `// What there is to be said of every command. Made by \`npm run docs\` from the objects in src/commands/: change those.
export interface CommandRow {
  readonly name: string;
  /** As yargs writes it. */
  readonly pattern: string;
  readonly summary: string;
}

// biome-ignore format: made by a script
export const COMMANDS: readonly CommandRow[] = [
${rows.join('\n')}
];
`;
}

/** Apart from what is said of them: nobody who only runs one needs that. */
export function commandLoadsSource(commands: readonly NamedCommand[]): string {
  const rows = commands.map(({ file, command }) => `  ${literal(command.name)}: () => import('../${file}'),`);
  return `// Where every command is. Made by \`npm run docs\` from the objects in src/commands/: change those.
import type { Command } from './command';

// biome-ignore format: made by a script
export const COMMAND_LOADS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
${rows.join('\n')}
};
`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
