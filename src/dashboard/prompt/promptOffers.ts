// What the fields of the prompt offer: directories, recent ones first, and commands or agents.
import { shortDirectory } from '../../podList/shortDirectory';
import { fieldText } from '../kit/textField';
import type { DashboardState } from '../loop/state';
import { checkOf, type PromptState } from './promptState';
import { recentCommands, recentDirectories } from './recentStarts';

/** More are no help. */
const MOST_DIRECTORIES = 40;

/** As a user writes them, without the one that is typed: where Pods have been started before, then those that go on from it. */
export function offeredDirectories(state: DashboardState, prompt: PromptState): readonly string[] {
  const typed = fieldText(prompt.directory).trim();
  const short = (directory: string): string => shortDirectory(directory, state.userHome);
  const isFirst = typed === '' || typed === short(state.cwd);
  const recent = recentDirectories(state.list)
    .filter((directory) => directory !== prompt.restores?.from)
    .map(short)
    .filter((each) => isFirst || each.toLowerCase().includes(typed.toLowerCase()));
  const below = (checkOf(prompt)?.directories ?? []).map(short);
  return [...new Set([...recent, ...below])].filter((each) => each !== typed).slice(0, MOST_DIRECTORIES);
}

/** How far what is typed can be completed without a choice; the same text where it cannot. */
export function completedDirectory(state: DashboardState, prompt: PromptState): string {
  const typed = fieldText(prompt.directory).trim();
  const found = checkOf(prompt)?.directories ?? [];
  const [first] = found;
  if (first === undefined) return typed;
  const short = (directory: string): string => shortDirectory(directory, state.userHome);
  // One that is complete already needs no slash for what it is.
  if (found.length === 1) return first === absolute(typed, state) ? typed : `${short(first)}/`;
  const common = found.reduce(commonStart, first);
  return common.length > absolute(typed, state).length ? short(common) : typed;
}

function absolute(typed: string, { cwd, userHome }: DashboardState): string {
  if (userHome !== null && /^~(?:\/|$)/.test(typed)) return userHome + typed.slice(1);
  return typed.startsWith('/') ? typed : `${cwd}/${typed}`;
}

function commonStart(a: string, b: string): string {
  const [left, right] = [[...a], [...b]];
  const differs = left.findIndex((char, at) => char !== right[at]);
  return left.slice(0, differs < 0 ? left.length : differs).join('');
}

/** Of a terminal the commands of before; of an agent those that are installed, then what was started before. */
export function offeredCommands(state: DashboardState, { holds, offers }: PromptState): readonly string[] {
  const recent = recentCommands(state.list, holds);
  if (holds === 'terminal') return recent;
  const installed = (offers?.agents ?? []).filter(({ how }) => how === 'installed').map(({ name }) => name);
  return [...new Set([...installed, ...recent])];
}

/** What runs a line with shell syntax. */
export function shellOf({ offers }: PromptState): string {
  return offers?.shell ?? '/bin/sh';
}
