// The arguments of a usual command line: to load the parser for it would take longer than most commands.
import type { Arguments, CommandHelp, Field, Fields } from './command';
import { COMMON_FIELDS } from './commonFields';

interface PlainWords {
  readonly args: Arguments;
  /** What stands after `--`. */
  readonly rest: readonly string[];
}

/** What of a field is understood here; one that says more is left to the parser. */
const UNDERSTOOD: ReadonlySet<string> = new Set(
  'describe value complete hidden type alias default array requiresArg demandOption'.split(' '),
);

/**
 * Options by their whole names or single letters, each with its value in the next word; the rest are positional.
 * @param words what follows the command. Null: only the parser can tell what they mean, or what is wrong with them.
 */
export function plainWords(command: CommandHelp, words: readonly string[]): PlainWords | null {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const rest = words.slice(end + 1);
  if (rest.length > 0 && command.rest === 'nothing') return null;
  const split = splitOptions({ ...COMMON_FIELDS, ...command.options }, words.slice(0, end));
  if (split === null || lacksOption(command.options, split.options)) return null;
  const positional = positionalArgs(command.positionals, split.positional);
  return positional === null ? null : { args: { ...defaults(command), ...split.options, ...positional }, rest };
}

interface SplitWords {
  readonly positional: readonly string[];
  readonly options: Arguments;
}

function splitOptions(fields: Fields, words: readonly string[]): SplitWords | null {
  const positional: string[] = [];
  const options: Record<string, unknown> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '') return null;
    if (!word.startsWith('-') || word === '-') {
      positional.push(word);
      continue;
    }
    const [name, field] = fieldOf(word, fields) ?? [];
    if (name === undefined || field === undefined) return null;
    const value = optionValue(field, words[at + 1] ?? '', options[camelCase(name)]);
    if (value === null) return null;
    options[camelCase(name)] = value;
    if (value !== true) at += 1;
  }
  return { positional, options };
}

/** `--name`, `-n`; null: it is none of them, or one of which more is declared than is understood here. */
function fieldOf(word: string, fields: Fields): readonly [name: string, field: Field] | null {
  const found = Object.entries(fields).find(
    ([name, { alias }]) => word === `--${name}` || (alias !== undefined && word === `-${alias}`),
  );
  return found !== undefined && Object.keys(found[1]).every((key) => UNDERSTOOD.has(key)) ? found : null;
}

/** `before`: of an option that was there already, the last one counts or all of them do. */
function optionValue(field: Field, next: string, before: unknown): true | string | readonly unknown[] | null {
  if (field.type === 'boolean') return true;
  if (field.type !== 'string' || next === '' || next.startsWith('-')) return null;
  return field.array ? [...(Array.isArray(before) ? before : []), next] : next;
}

function lacksOption(fields: Fields, given: Arguments): boolean {
  return Object.entries(fields).some(([name, field]) => field.demandOption && given[camelCase(name)] === undefined);
}

function positionalArgs(positionals: Fields, words: readonly string[]): Arguments | null {
  const args: Record<string, unknown> = {};
  let left = words;
  for (const [name, field] of Object.entries(positionals)) {
    if (field.choices) return null;
    const own = field.array ? left : left.slice(0, 1);
    left = left.slice(own.length);
    if (own.length === 0 && field.demandOption) return null;
    args[camelCase(name)] = field.array ? own : own[0];
  }
  return left.length > 0 ? null : args;
}

function defaults({ options }: CommandHelp): Arguments {
  return Object.fromEntries(Object.entries(options).map(([name, field]) => [camelCase(name), field.default]));
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
