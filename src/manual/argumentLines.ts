// One line an argument of a command: how it is written, and what it means.
import type { CommandHelp, Field } from '../commands/line/command';

interface ArgumentLine {
  /** `-d, --detach`, `--cwd DIR`. */
  readonly usage: string;
  readonly describe: string;
}

export function argumentLines({ positionals, options }: CommandHelp): readonly ArgumentLine[] {
  return [
    ...Object.entries(positionals).map(([name, field]) => ({
      usage: (field.value ?? name.toUpperCase()) + (field.array ? '…' : ''),
      describe: field.describe,
    })),
    ...Object.entries(options)
      .filter(([, field]) => !field.hidden)
      .map(([name, field]) => ({ usage: optionUsage(name, field), describe: withChoices(field) })),
  ];
}

function optionUsage(name: string, field: Field): string {
  const words = typeof field.alias === 'string' ? `-${field.alias}, --${name}` : `--${name}`;
  if (field.type === 'boolean') return words;
  const value = field.value ?? name.toUpperCase();
  return `${words} ${field.optionalValue ? `[${value}]` : value}`;
}

function withChoices({ describe, choices }: Field): string {
  return choices === undefined ? describe : `${describe}: ${choices.join(', ')}`;
}
