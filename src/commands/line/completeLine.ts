// What a shell offers at the cursor, from the objects of the commands; without the parser, for each Tab waits for it.
import type { PodAction } from '../../podList/podFacts';
import { type CommandContext, commandContext } from '../commandContext';
import { endAtOnce, standardOutput } from '../standardOutput';
import type { CommandHelp, Completes, Field, Fields } from './command';
import { COMMAND_HELPS } from './commandHelps';
import { COMMON_FIELDS } from './commonFields';
import { quickPods } from './quickPods';
import { quoted, shellWords } from './shellWords';

/** What only the shell knows to complete: its last line of an answer, behind a tab. `command N`: a command line from that word on. */
type Hint = 'none' | 'directories' | `command ${number}`;

interface Answer {
  readonly words: readonly (readonly [word: string, describe: string])[];
  readonly hint: Hint;
}

/** Would be typed, and a line break would end the answer. (By their numbers: for `\\p` the engine makes tables first.) */
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;

const NOTHING: Answer = { words: [], hint: 'none' };

/**
 * `bash LINE CURRENT`: the line up to the cursor, and what readline takes for the word there.
 * `words WORD…`: the words after `podwatch` as the shell has read them, the last one at the cursor.
 * Prints one candidate a line, with `words` a tab and a description behind it, and last a line `\tHINT`.
 */
export async function runCompletion([how, ...given]: readonly string[]): Promise<number> {
  if (how === 'bash') {
    const [line = '', current = ''] = given;
    const typed = shellWords(line);
    const last = typed.at(-1) ?? { text: '', raw: '', quote: '' };
    const answer = await completions(typed.slice(1).map(({ text }) => text));
    // Readline replaces only what follows its last break character (`:`, `=`) or the quote.
    const unquoted = last.quote === '' ? last.raw : last.raw.slice(last.raw.indexOf(last.quote) + 1);
    const kept = unquoted.endsWith(current) ? unquoted.slice(0, unquoted.length - current.length) : '';
    const offered = answer.words.map(([word]) => {
      const whole = quoted(word, last.quote);
      return whole.startsWith(kept) ? whole.slice(kept.length) : whole;
    });
    return say(offered, answer.hint);
  }
  const answer = await completions(given);
  return say(
    answer.words.map(([word, describe]) => `${word}\t${describe}`),
    answer.hint,
  );
}

/** For scripts of earlier versions, which ask as yargs does: `--get-yargs-completions podwatch WORD…`. */
export async function runOldCompletion(words: readonly string[]): Promise<number> {
  const answer = await completions(words);
  standardOutput('stdout').write(answer.words.map(([word]) => `${word}\n`).join(''));
  endAtOnce(0);
  return 0;
}

function say(lines: readonly string[], hint: Hint): number {
  standardOutput('stdout').write([...lines, `\t${hint}\n`].join('\n'));
  endAtOnce(0);
  return 0;
}

/** @param words after `podwatch`; the last one is the one to complete. */
async function completions(words: readonly string[]): Promise<Answer> {
  const current = words.at(-1) ?? '';
  const answer = await wanted(words.slice(0, -1), current);
  const fitting = answer.words.filter(([word]) => word.startsWith(current) && !CONTROL.test(word));
  return { ...answer, words: fitting };
}

interface Place {
  /** Its words are those of `before` that are no options, the name of the command first. */
  readonly command: CommandHelp | null;
  readonly words: readonly string[];
  readonly homes: readonly string[];
  /** What stands at the cursor; of `--option=VALUE` the value. */
  readonly current: string;
}

async function wanted(before: readonly string[], current: string): Promise<Answer> {
  const end = before.indexOf('--');
  const place = placeOf(end < 0 ? before : before.slice(0, end), current);
  const { command, words } = place;
  if (end >= 0) {
    if (command?.rest === 'command') return { words: [], hint: `command ${end + 2}` };
    return command?.rest === 'words' ? positional(place, words.length + before.length - end - 1) : NOTHING;
  }
  const fields: Fields = { ...command?.options, ...COMMON_FIELDS };
  const [, assigned] = /^--([^=]+)=/.exec(current) ?? [];
  if (assigned !== undefined) return assignment(place, assigned, fields[assigned]);
  const open = optionOf(before.at(-1), fields);
  if (open !== null && takesValue(open) && !(open.optionalValue && current.startsWith('-'))) {
    const values = await offered(place, open.complete);
    if (!open.optionalValue) return values;
    return { ...values, words: [...values.words, ...optionWords(fields)] };
  }
  if (current.startsWith('-')) return { words: optionWords(fields), hint: 'none' };
  if (words.length === 0) {
    const commands = COMMAND_HELPS.filter(({ name }) => name !== '').map(
      ({ name, summary }) => [name, summary] as const,
    );
    return { words: commands, hint: 'none' };
  }
  return positional(place, words.length - 1);
}

function placeOf(before: readonly string[], current: string): Place {
  const words: string[] = [];
  const homes: string[] = [];
  let command: CommandHelp | null = null;
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? '';
    const field = optionOf(word, { ...command?.options, ...COMMON_FIELDS });
    if (word === '--home') homes.push(before[at + 1] ?? '');
    if (field !== null && takesValue(field) && !field.optionalValue && !word.includes('=')) at += 1;
    else if (field?.optionalValue && !word.includes('=') && !(before[at + 1] ?? '-').startsWith('-')) at += 1;
    if (word.startsWith('-') && word !== '-') continue;
    if (command === null) command = COMMAND_HELPS.find(({ name }) => name === word) ?? null;
    words.push(word);
  }
  return {
    command: command ?? dashboard(words),
    words,
    homes: homes.filter((home) => home !== ''),
    current: current.replace(/^--[^=]+=/, ''),
  };
}

/** The options of `podwatch` alone, while no command is named. */
function dashboard(words: readonly string[]): CommandHelp | null {
  return words.length === 0 ? (COMMAND_HELPS.find(({ name }) => name === '') ?? null) : null;
}

/** @param at of the positional arguments, from 0. */
async function positional(place: Place, at: number): Promise<Answer> {
  if (place.command === null) return NOTHING;
  const fields = Object.values(place.command.positionals);
  const field = fields[at] ?? (fields.at(-1)?.array ? fields.at(-1) : undefined);
  if (field === undefined) return NOTHING;
  const answer = await offered(place, field.complete);
  const named = new Set(place.words.slice(1));
  return field.array ? { ...answer, words: answer.words.filter(([word]) => !named.has(word)) } : answer;
}

async function assignment(place: Place, name: string, field: Field | undefined): Promise<Answer> {
  const { words, hint } = await offered(place, field?.complete);
  return { words: words.map(([word, describe]) => [`--${name}=${word}`, describe]), hint };
}

function optionOf(word: string | undefined, fields: Fields): Field | null {
  if (word === undefined || !word.startsWith('-') || word === '-') return null;
  const name = word.replace(/^--?/, '').replace(/=.*$/s, '');
  return fields[name] ?? Object.values(fields).find(({ alias }) => alias === name) ?? null;
}

function takesValue(field: Field): boolean {
  return field.type !== 'boolean';
}

function optionWords(fields: Fields): Answer['words'] {
  const shown = Object.entries(fields).filter(([, field]) => !field.hidden);
  return [...shown.map(([name, { describe }]) => [`--${name}`, describe] as const), ['--help', 'Show help']];
}

async function offered({ homes, current }: Place, completes: Completes | undefined): Promise<Answer> {
  if (completes === undefined) return NOTHING;
  if (completes === 'directories') return { words: [], hint: 'directories' };
  if (completes === 'keys') return { words: ['C-\\', 'C-]', 'C-^', 'C-_'].map((key) => [key, '']), hint: 'none' };
  if (completes === 'agents') return { words: await agentNames(), hint: 'none' };
  if ('words' in completes) return { words: completes.words.map((word) => [word, '']), hint: 'none' };
  return { words: await podNames(homes, completes, current), hint: 'none' };
}

async function agentNames(): Promise<Answer['words']> {
  const context = await commandContext({ homes: [], noColor: true, detachKey: null });
  if (!context.ok) return [];
  return Object.entries(context.value.config.agents).map(([name, command]) => [name, command.join(' ')]);
}

async function podNames(
  homes: readonly string[],
  { pods, sessions }: Extract<Completes, { readonly pods: unknown }>,
  current: string,
): Promise<Answer['words']> {
  const context = await commandContext({ homes, noColor: true, detachKey: null });
  if (!context.ok) return [];
  const own = (await quickNames(context.value, pods, current)) ?? (await listedNames(context.value, pods, current));
  const away = await podsAway(context.value, pods, current);
  const names = [...own, ...away];
  if (sessions !== true || !/^[a-z]/.test(current)) return names;
  const { completeSessions } = await import('./completeSessions');
  return [...names, ...(await completeSessions(context.value, current))];
}

/** Null: only the list can tell. */
async function quickNames(
  { homes }: CommandContext,
  action: PodAction | null,
  current: string,
): Promise<Answer['words'] | null> {
  const [own, ...others] = homes;
  if (others.length > 0 || current.includes(':')) return null;
  const pods = await quickPods(own, action, current);
  return pods === null ? null : pods.map(({ name, state }) => [name, state] as const);
}

async function listedNames(
  context: CommandContext,
  action: PodAction | null,
  current: string,
): Promise<Answer['words']> {
  const { completePods } = await import('./completePods');
  return completePods(context, action, current);
}

/** Nothing of hosts is loaded where there are none. */
async function podsAway(context: CommandContext, pods: PodAction | null, current: string): Promise<Answer['words']> {
  if (context.config.hosts.length === 0 && context.config.fleet === null) return [];
  const { completePodsAway } = await import('./completePodsAway');
  return completePodsAway(context, pods, current);
}
