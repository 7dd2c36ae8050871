// docs/commands.md: every command with its arguments.
import type { CommandHelp } from '../commands/line/command';
import { commandUsage } from '../commands/line/usage';
import { argumentLines } from './argumentLines';
import { EXIT_CODES, FILES } from './commonFacts';
import { EVERY_COMMAND } from './everyCommand';
import { code, table } from './markdown';

export function commandsPage(commands: readonly CommandHelp[]): string {
  return `<!-- Made by \`npm run docs\` from the objects in src/commands/: change those. -->

# Commands

${overview(commands)}
${commands.map(section).join('\n')}
## Every command takes

${argumentTable(EVERY_COMMAND)}
## Exit codes

${table(['code', 'means'], EXIT_CODES)}
## Files and variables

${table(['what', 'where'], FILES)}`;
}

function overview(commands: readonly CommandHelp[]): string {
  const rows = commands.map((command) => [code(`podwatch ${commandUsage(command)}`.trimEnd()), command.summary]);
  return table(['command', 'does'], rows);
}

function section(command: CommandHelp): string {
  const { name, summary, details = [] } = command;
  const args = argumentTable(command);
  return [
    `## podwatch${name === '' ? '' : ` ${name}`}\n`,
    `${code(`podwatch ${commandUsage(command)}`.trimEnd())}\n`,
    ...[`${summary}.`, ...details].map((text) => `${text}\n`),
    ...(args === '' ? [] : [args]),
  ].join('\n');
}

function argumentTable(command: CommandHelp): string {
  const lines = argumentLines(command);
  return lines.length === 0
    ? ''
    : table(
        ['argument', 'means'],
        lines.map(({ usage, describe }) => [code(usage), describe]),
      );
}
