// How a command is used, in one line: `logs NAME [-f] [--json]`.
import type { CommandHelp, Field } from './command';

/** `--cwd DIR`, `-d`: the shortest way to write it. */
export function optionUsage(name: string, field: Field): string {
  const short = typeof field.alias === 'string' && field.alias.length === 1 ? `-${field.alias}` : null;
  const word = short ?? `--${name}`;
  if (field.type === 'boolean') return word;
  const value = field.value ?? name.toUpperCase();
  return field.optionalValue ? `${word} [${value}]` : `${word} ${value}`;
}

/** Without the `podwatch` before it. */
export function commandUsage({ name, positionals, options, rest }: CommandHelp): string {
  const words = Object.entries(positionals).map(([key, field]) => {
    const word = (field.value ?? key.toUpperCase()) + (field.array ? '…' : '');
    return field.demandOption ? word : `[${word}]`;
  });
  const flags = Object.entries(options)
    .filter(([, field]) => !field.hidden)
    .map(([key, field]) => `[${optionUsage(key, field)}]`);
  return [name, ...words, ...flags, ...(rest === 'command' ? ['[-- CMD …]'] : [])]
    .filter((word) => word !== '')
    .join(' ');
}

/** The same as yargs wants it: `logs <name>`. */
export function commandPattern({ name, positionals }: CommandHelp): string {
  const words = Object.entries(positionals).map(([key, field]) => {
    const word = key + (field.array ? '..' : '');
    return field.demandOption ? `<${word}>` : `[${word}]`;
  });
  return [name === '' ? '$0' : name, ...words].join(' ');
}
