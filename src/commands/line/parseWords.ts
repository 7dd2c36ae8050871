// The words of a command line, read by yargs as the command's object declares them.
import path from 'node:path';
import { nearestWord } from '../../config/nearestWord';
import { standardStream } from '../standardOutput';
import type { Arguments, CommandHelp, Fields } from './command';
import { COMMANDS } from './commandTable';
import { COMMON_FIELDS } from './commonFields';
import { commandPattern, commandUsage } from './usage';
import { UsageError } from './usageError';

// By `require`: the ESM build of yargs breaks lines of help within words.
import yargs = require('yargs');

/** From the bundle that holds this file to the directory of them all; the build fills it in. */
declare const WAY_TO_DIST: string;

export interface ReadWords {
  readonly args: Arguments;
  /** What stands after `--`. */
  readonly rest: readonly string[];
}

const EXAMPLES: readonly [command: string, does: string][] = [
  ['$0', 'open the dashboard'],
  ['$0 run demo', 'start a Pod, your shell or what follows --; Ctrl+\\ detaches'],
  ['$0 attach demo', 'attach to it again'],
  ['$0 send demo "make test"', 'type a line into it from here'],
  ['$0 ls --json', 'all Pods, for scripts'],
];

const EPILOGUE = [
  'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no such Pod, 4 not eligible (the reason is on stderr).',
  'Configuration: $PODWATCH_CONFIG, else ~/.config/podwatch/config.json (podwatch config shows what is in force).',
  `Documentation: man podwatch; README.md and docs/ in ${path.resolve(__dirname, WAY_TO_DIST, '..')}`,
].join('\n');

/** Words like others to us: yargs makes an empty text of a lone `-`, and the value of the switch before it of `true` and `false`. */
const MASKED = ['-', 'true', 'false'];
const MASK = '\u0000';

/** @returns null: the help was wanted and has been printed. @throws UsageError */
export async function parseWords(command: CommandHelp, words: readonly string[]): Promise<ReadWords | null> {
  const parser = ownParser(command.name === '' ? masked(words) : [command.name, ...masked(words)]).command(
    commandPattern(command),
    command.summary,
    (y) => {
      for (const [name, { describe, array, demandOption }] of Object.entries(command.positionals)) {
        y.positional(name, { type: 'string', describe, array, demandOption });
      }
      return y
        .options(yargsFields(command.options))
        .usage(
          `${`podwatch ${commandPattern(command)}`.replace(' $0', '')} [options]${command.rest === 'command' ? ' [-- CMD …]' : ''}\n\n${helpText(command)}`,
        )
        .epilogue(EPILOGUE);
    },
  );
  let args: Arguments & { readonly '--'?: unknown };
  try {
    args = await parser
      .fail((message: string, error: Error | undefined) => {
        throw new UsageError(usageFault((message || String(error?.message)).replaceAll(MASK, ''), command, words));
      })
      .parseAsync();
  } catch (error) {
    // Whatever yargs throws while it reads is about the words.
    throw error instanceof UsageError ? error : new UsageError(usageFault(String(error), command, words));
  }
  if (args.help === true) return null;
  refuseBooleanValues(command, words);
  const rest = args['--'];
  const read = { args: single(command, unmasked(args)), rest: Array.isArray(rest) ? rest.map(String) : [] };
  const [first] = read.rest;
  if (command.rest === 'nothing' && first !== undefined) {
    throw new UsageError(`Nothing may stand after "--" here: ${JSON.stringify(first)}. See: ${called(command)} --help`);
  }
  return read;
}

/** The help that names every command. */
export async function showOverview(dashboard: CommandHelp): Promise<void> {
  let parser = ownParser(['--help']).example([...EXAMPLES]);
  for (const { pattern, summary } of COMMANDS) parser = parser.command(pattern, summary);
  await parser.options(yargsFields(dashboard.options)).parseAsync();
}

export function unknownCommand(word: string): UsageError {
  const near = nearestWord(
    word,
    COMMANDS.map(({ name }) => name).filter((name) => name !== ''),
  );
  const hint = near === null ? 'See them all: podwatch --help' : `Did you mean "podwatch ${near}"?`;
  return new UsageError(`There is no command ${JSON.stringify(word)}. ${hint}`);
}

function ownParser(words: readonly string[]) {
  return yargs([...words])
    .scriptName('podwatch')
    .usage('podwatch: watch, resume and attach to long-lived Pods from one terminal')
    .parserConfiguration({
      'populate--': true,
      'greedy-arrays': false,
      'boolean-negation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .options(yargsFields(COMMON_FIELDS))
    .locale('en')
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .version(false)
    .help()
    .alias('help', 'h')
    .epilogue(EPILOGUE)
    .wrap(Math.min(100, standardStream('stdout').columns || 80));
}

function yargsFields(fields: Fields): Record<string, yargs.Options> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, yargsField(field)]));
}

/** yargs turns what it does not know into nothing, but its types do not. */
function yargsField({ value: _, complete: __, optionalValue: ___, ...options }: Fields[string]): yargs.Options {
  return options;
}

function helpText({ summary, details = [] }: CommandHelp): string {
  return [summary, ...details].map((text) => (text.endsWith('.') ? text : `${text}.`)).join('\n\n');
}

function masked(words: readonly string[]): readonly string[] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return words.map((word, at) => (MASKED.includes(word) && at < end ? `${MASK}${word}` : word));
}

function unmasked(args: Arguments): Arguments {
  const asGiven = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(asGiven);
    return typeof value === 'string' && value.startsWith(MASK) ? value.slice(MASK.length) : value;
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, asGiven(value)]));
}

/** Of an option that is given twice the last one counts, as everywhere. */
function single({ options }: CommandHelp, args: Arguments): Arguments {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const option = options[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)];
      const isMany = name === '--' || option === undefined || option.array === true;
      return [name, Array.isArray(value) && !isMany ? value.at(-1) : value];
    }),
  );
}

/** yargs takes `--json=maybe` for false. @throws UsageError */
function refuseBooleanValues(command: CommandHelp, words: readonly string[]): void {
  const fields: Fields = { ...command.options, ...COMMON_FIELDS };
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  for (const word of words.slice(0, end)) {
    const [, name = '', value = ''] = /^--?([^=]+)=(.*)$/s.exec(word) ?? [];
    const field = fields[name] ?? Object.values(fields).find(({ alias }) => alias === name);
    if (field?.type === 'boolean' && !['true', 'false'].includes(value)) {
      throw new UsageError(`${dashed(name)} takes no value: ${JSON.stringify(value)}. See: ${called(command)} --help`);
    }
  }
}

function called({ name }: CommandHelp): string {
  return name === '' ? 'podwatch' : `podwatch ${name}`;
}

/** One sentence in the place of yargs' own: what is wrong, and what was meant most likely. */
function usageFault(message: string, command: CommandHelp, words: readonly string[]): string {
  const see = `See: ${called(command)} --help`;
  const [unknown] = /^Unknown arguments?: ([\s\S]+)$/.exec(message)?.[1]?.split(', ') ?? [];
  if (unknown !== undefined) return unknownWord(unknown, command, words, see);
  const lacking = /^Not enough arguments following: ([\s\S]+)$/.exec(message)?.[1];
  if (lacking !== undefined) {
    const fields: Fields = { ...command.options, ...COMMON_FIELDS };
    return `${dashed(lacking)} needs a value: ${dashed(lacking)} ${fields[lacking]?.value ?? 'VALUE'}. ${see}`;
  }
  const missing = /^Missing required argument: ([\s\S]+)$/.exec(message)?.[1];
  if (missing !== undefined) {
    return `${dashed(missing)} is missing: podwatch ${command.name} ${dashed(missing)} ${command.options[missing]?.value ?? 'VALUE'}`;
  }
  // An option that is not known may have taken the word.
  const odd = message.startsWith('Not enough non-option arguments') ? unknownOption(command, words) : undefined;
  if (odd !== undefined) return unknownWord(odd, command, words, see);
  if (message.startsWith('Not enough non-option arguments')) {
    const given = Number(/got (\d+)/.exec(message)?.[1] ?? 0);
    const needed = Object.entries(command.positionals).filter(([, each]) => each.demandOption);
    const [name, field] = needed[given] ?? needed[0] ?? ['', undefined];
    const what =
      field?.value === 'NAME' ? 'The name of a Pod' : field?.value === 'NEW' ? 'The new name' : `The ${name}`;
    return `${what} is missing: podwatch ${commandUsage(command)}`;
  }
  const [, odds = '', value = '', choices = ''] =
    /^Invalid values:\s+Argument: (\S+), Given: ("[^\n]*"), Choices: ([^\n]+)$/.exec(message.trim()) ?? [];
  if (odds !== '') return `${dashed(odds)} is one of ${choices.replaceAll('"', '')}, not ${value}.`;
  return `${message.replace(/^(YError|Error): /, '').replace(/\s*\n\s*/g, ' ')}. ${see}`;
}

function unknownOption({ options }: CommandHelp, words: readonly string[]): string | undefined {
  const fields = Object.entries<Fields[string]>({ ...options, ...COMMON_FIELDS });
  const known = new Set(['help', 'h', ...fields.flatMap(([name, { alias }]) => [name, String(alias)])]);
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const names = words.slice(0, end).map((word) => /^--?([^=-][^=]*)/.exec(word)?.[1]);
  return names.find((name) => name !== undefined && !known.has(name));
}

function unknownWord(unknown: string, command: CommandHelp, words: readonly string[], see: string): string {
  const isOption = words.some((word) => word.startsWith('-') && word.replace(/^--?/, '').split('=')[0] === unknown);
  if (!isOption && !words.some((word) => /^-[a-z]{2,}/i.test(word) && word.includes(unknown))) {
    if (command.name === '') return unknownCommand(unknown).message;
    const tooMany = `${JSON.stringify(unknown)} is one word too many`;
    // Most likely a command.
    if (command.rest === 'command') return `${tooMany}: a command stands behind "--". ${see}`;
    return `${tooMany}: podwatch ${commandUsage(command)}`;
  }
  const known = Object.keys({ ...command.options, ...COMMON_FIELDS, help: null });
  const near = unknown.length > 1 ? nearestWord(unknown, known) : null;
  const hint = near === null ? see : `Did you mean --${near}?`;
  return `There is no option ${dashed(unknown)}. ${hint}`;
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
