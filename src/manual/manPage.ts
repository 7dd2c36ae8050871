// man/podwatch.1: the manual page, in the man macros that every system has.
import type { CommandHelp } from '../commands/line/command';
import { commandUsage } from '../commands/line/usage';
import { argumentLines } from './argumentLines';
import { EXIT_CODES, FILES } from './commonFacts';
import { EVERY_COMMAND } from './everyCommand';
import { keyPlaces } from './keyPlaces';

export function manPage(commands: readonly CommandHelp[], version: string): string {
  const lines = [
    '.\\" Made by `npm run docs` from the objects in src/commands/: change those.',
    `.TH PODWATCH 1 "" "podwatch ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'podwatch \\- watch, resume and attach to long\\-lived Pods from one terminal',
    '.SH SYNOPSIS',
    ...commands.flatMap((command, at) => [...(at > 0 ? ['.br'] : []), bold('podwatch', commandUsage(command))]),
    '.SH DESCRIPTION',
    'A Pod is a named process that goes on without a viewer: a coding agent, a shell, any command. podwatch shows all of',
    'them live in one grid, knows every one that ever ran, and attaches to or restores one with a key.',
    '.SH COMMANDS',
    ...commands.flatMap((command) => [
      `.SS ${roff(`podwatch ${commandUsage(command)}`.trimEnd())}`,
      ...[`${command.summary}.`, ...(command.details ?? [])].flatMap((text) => [roff(text), '.PP']).slice(0, -1),
      ...argumentLines(command).flatMap(({ usage, describe }) => item(usage, describe)),
    ]),
    '.SH OPTIONS OF EVERY COMMAND',
    ...argumentLines(EVERY_COMMAND).flatMap(({ usage, describe }) => item(usage, describe)),
    '.SH KEYS',
    ...keyPlaces().flatMap(({ title, keys }) => [
      `.SS ${roff(title.replaceAll('`', ''))}`,
      ...keys.flatMap((row) => item(row.keys.join(' '), row.does)),
    ]),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, means]) => item(code, means)),
    '.SH FILES AND ENVIRONMENT',
    ...FILES.flatMap(([what, where]) => item(what, where)),
    '.SH SEE ALSO',
    '.BR tmux (1),',
    '.BR dtach (1);',
    'README.md and docs/ of the package.',
  ];
  return `${lines.join('\n')}\n`;
}

function item(term: string, text: string): string[] {
  return ['.TP', `.B ${roff(term)}`, roff(text)];
}

function bold(word: string, rest: string): string {
  return rest === '' ? `.B ${word}` : `.B ${word}\n${roff(rest)}`;
}

/** A dash stays a dash that can be copied; a line never begins as a request; a backslash is one. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(
      /[^\x20-\x7e]/gu,
      (character) => `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/^([.'])/, '\\&$1');
}
