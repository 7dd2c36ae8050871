// The arguments of a command line that has no options: to load a parser for it would take longer than most commands.
import type { Arguments, CommandHelp } from './command';

/** @param words what follows the command. Null: only the parser can tell what they mean, or what is wrong with them. */
export function plainWords({ positionals, options }: CommandHelp, words: readonly string[]): Arguments | null {
  if (words.some((word) => word === '' || (word.startsWith('-') && word !== '-'))) return null;
  const args: Record<string, unknown> = {};
  let left = [...words];
  for (const [name, field] of Object.entries(positionals)) {
    if (field.choices) return null;
    const own = field.array ? left : left.slice(0, 1);
    left = left.slice(own.length);
    if (own.length === 0 && field.demandOption) return null;
    args[camelCase(name)] = field.array ? own : own[0];
  }
  if (left.length > 0) return null;
  for (const [name, field] of Object.entries(options)) args[camelCase(name)] = field.default;
  return args;
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
