// README's tables of commands and keys, between their marks.
import type { CommandHelp } from '../commands/line/command';
import { commandUsage } from '../commands/line/usage';
import { keyPlaces } from './keyPlaces';
import { code, table } from './markdown';

/** README says where its tables stand: `<!-- commands -->` … `<!-- end of commands -->`. */
export function withTables(readme: string, commands: readonly CommandHelp[]): string {
  const rows = commands.map((command) => [code(`podwatch ${commandUsage(command)}`.trimEnd()), command.summary]);
  const keys = keyPlaces()
    .filter(({ title }) => !DETAILS.includes(title))
    .map(({ title, keys }) => [title, keys.map((row) => `${row.keys.map(code).join(' ')} ${row.does}`).join(' · ')]);
  return between(between(readme, 'commands', table(['command', 'does'], rows)), 'keys', table(['where', 'keys'], keys));
}

/** Left to docs/keys.md. */
const DETAILS = [
  'list alone (`-r`)',
  'search',
  'conversation, searching',
  'conversation, copying',
  'a new Pod',
  'help',
  'why this status',
  'asked whether you mean it',
];

/** @throws where the marks are not there: nothing would be written, and nobody would know. */
function between(text: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md lacks the marks ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n${text.slice(to)}`;
}
