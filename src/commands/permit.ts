// `podwatch permit NAME [--once|--always|--reject|--option OPTION|--set FIELD=VALUE]`.
import { commandName } from '../actions/commandName';
import type { UserAnswer } from '../actions/permissionRequests';
import { displayName } from '../cells/displayText';
import { entryName } from '../podList/entryName';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import type { FoundPod } from './foundPod';
import { aPodName } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { print } from './printText';
import { questionLines } from './questionLines';
import { reportFailure } from './reportFailure';

const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const;

export const command = defineCommand({
  name: 'permit',
  group: 'agents',
  summary: 'Show or answer what the agent in a Pod asks',
  positionals: { name: { ...aPodName, complete: { pods: 'stop' } } },
  options: {
    once: flag('Allow it this time'),
    always: flag('Allow it from now on'),
    reject: flag('Do not allow it'),
    option: {
      type: 'string',
      requiresArg: true,
      value: 'OPTION',
      describe: 'An answer of the agent: its number or name',
    },
    set: { type: 'string', array: true, requiresArg: true, value: 'FIELD=VALUE', describe: 'A value that it asks for' },
    reason: {
      type: 'string',
      requiresArg: true,
      value: 'TEXT',
      describe: 'With --reject: what the agent is told next',
    },
    id: { type: 'string', requiresArg: true, value: 'ID', describe: 'Which request (default: the oldest)' },
  },
  rest: 'nothing',
  run: (context, { name, id, ...flags }) => runPermit(context, { name, given: givenAnswer(flags), id: id ?? null }),
});

interface PermitFlags {
  readonly once: boolean;
  readonly always: boolean;
  readonly reject: boolean;
  readonly option: string | undefined;
  readonly set: readonly string[] | undefined;
  readonly reason: string | undefined;
}

function givenAnswer({ once, always, reject, option, set, reason }: PermitFlags): UserAnswer | null {
  const why = reason === undefined ? {} : { reason };
  const given: UserAnswer[] = [
    ...(once ? [{ answer: 'allow_once' as const }] : []),
    ...(always ? [{ answer: 'allow_always' as const }] : []),
    ...(reject ? [{ answer: 'reject' as const, ...why }] : []),
    ...(option === undefined ? [] : [{ option, ...why }]),
    ...(set === undefined ? [] : [{ values: Object.fromEntries(set.map(fieldValue)) }]),
  ];
  if (given.length > 1) throw new UsageError('Give one of --once, --always, --reject, --option and --set.');
  if (reason !== undefined && !reject && option === undefined) throw new UsageError('--reason goes with --reject.');
  return given[0] ?? null;
}

function fieldValue(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--set takes FIELD=VALUE, not "${text}".`);
  return [text.slice(0, at), text.slice(at + 1)];
}

interface PermitArgs {
  readonly name: string;
  /** Null: only show what is asked. */
  readonly given: UserAnswer | null;
  /** Null: the oldest request. */
  readonly id: string | null;
}

async function runPermit(context: CommandContext, { name, given, id }: PermitArgs): Promise<number> {
  const found = await findPod(context, name, 'open');
  if (found.kind !== 'found') return reportFailure(context, found);
  if (found.entry.socketPath === null) {
    const message = `The Pod "${displayName(name)}" is not live: its agent asks nothing.`;
    return reportFailure(context, { kind: 'not-eligible', message });
  }
  if (given === null) return showRequests(context, found);
  const answered = await found.place.answerRequest(found.entry, id, given);
  if (answered.kind !== 'done') return reportFailure(context, answered);
  print(context.stdout, answered.said);
  return 0;
}

async function showRequests(context: CommandContext, { place, entry }: FoundPod): Promise<number> {
  const read = await place.readRequests(entry);
  if (read.kind !== 'done') return reportFailure(context, read);
  const name = displayName(entryName(entry));
  if (read.requests.length === 0) {
    print(context.stdout, `The agent of ${name} asks for nothing now.`);
    return 0;
  }
  const { requests } = read;
  const command = `podwatch permit ${commandName(entryName(entry))}`;
  for (const request of requests) {
    // Another question may be open by the time of the answer, in another life of that name even.
    for (const line of questionLines(request, `${command} --id ${commandName(request.id)}`))
      print(context.stdout, line);
  }
  return 0;
}
