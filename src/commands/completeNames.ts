// What a shell offers after a command: the names of the Pods that it can do something with, or the words that it knows.
import * as v from 'valibot';
import { commandName } from '../actions/commandName';
import { eligibility, type PodAction } from '../podList/eligibility';
import { parseWith } from '../protocol/parsed';
import { STATUS_WORDS } from '../protocol/wireMethod';
import { commandContext } from './commandContext';
import { readPodList } from './findPod';

const WANTS: ReadonlyMap<string, PodAction | null> = new Map([
  ['attach', 'attach'],
  ['send', 'send'],
  ['restore', 'restore'],
  ['stop', 'stop'],
  ['rm', 'remove'],
  ['logs', null],
  ['replay', null],
  ['explain', null],
  ['permit', 'stop'],
]);

const argsSchema = v.looseObject({
  _: v.array(v.union([v.string(), v.number()])),
  home: v.fallback(v.array(v.string()), []),
});

/** `args`: the words so far, as yargs has parsed them. Null: options or commands are wanted there. */
export async function completeNames(args: unknown): Promise<string[] | null> {
  const parsed = parseWith(argsSchema, args);
  if (!parsed.ok) return null;
  const [command, first] = parsed.value._.map(String).filter((word) => word !== 'podwatch');
  if (command === 'status') return [...STATUS_WORDS];
  const action = WANTS.get(command ?? '');
  if (action === undefined || (command === 'send' && first !== undefined && parsed.value._.length > 3)) return null;
  const context = commandContext({ homes: parsed.value.home, noColor: true, detachKey: null });
  if (!context.ok) return [];
  const { entries } = await readPodList(context.value);
  return (
    entries
      .filter((entry) => action === null || eligibility(entry, action).allowed)
      .map((entry) => entry.id.name)
      // A name that needs quotes would come back as several words; a colon begins a description in zsh.
      .filter((name) => commandName(name) === name && !name.includes(':'))
  );
}
