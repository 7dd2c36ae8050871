// `podwatch permit NAME [--once|--always|--reject]`.
import { commandName } from '../actions/commandName';
import { answeredText } from '../actions/permissionRequests';
import { displayName, displayText } from '../cells/displayText';
import type { PermissionAnswer, PermissionRequest } from '../protocol/agentExtension';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import type { FoundPod } from './foundPod';
import { defineCommand } from './line/command';
import { aPodName } from './line/commonFields';
import { UsageError } from './line/usageError';
import { print } from './printText';
import { reportFailure } from './reportFailure';

const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const;

export const command = defineCommand({
  name: 'permit',
  group: 'agents',
  summary: 'Show or answer what the agent in a Pod asks to be allowed',
  positionals: { name: { ...aPodName, complete: { pods: 'stop' } } },
  options: {
    once: flag('Allow it this time'),
    always: flag('Allow it from now on'),
    reject: flag('Do not allow it'),
    id: { type: 'string', requiresArg: true, value: 'ID', describe: 'Which request (default: the oldest)' },
  },
  rest: 'nothing',
  run: (context, { name, once, always, reject, id }) => {
    const answers: PermissionAnswer[] = [];
    if (once) answers.push('allow_once');
    if (always) answers.push('allow_always');
    if (reject) answers.push('reject');
    if (answers.length > 1) throw new UsageError('Give one of --once, --always and --reject.');
    return runPermit(context, { name, answer: answers[0] ?? null, id: id ?? null });
  },
});

interface PermitArgs {
  readonly name: string;
  /** Null: only show what is asked. */
  readonly answer: PermissionAnswer | null;
  /** Null: the oldest request. */
  readonly id: string | null;
}

async function runPermit(context: CommandContext, { name, answer, id }: PermitArgs): Promise<number> {
  const found = await findPod(context, name, 'open');
  if (found.kind !== 'found') return reportFailure(context, found);
  if (found.entry.socketPath === null) {
    const message = `The Pod "${displayName(name)}" is not live: its agent asks nothing.`;
    return reportFailure(context, { kind: 'not-eligible', message });
  }
  if (answer === null) return showRequests(context, found);
  const answered = await found.place.answerRequest(found.entry, id, answer);
  if (answered.kind !== 'done') return reportFailure(context, answered);
  print(context.stdout, answeredText(answer, answered.request.title));
  return 0;
}

async function showRequests(context: CommandContext, { place, entry }: FoundPod): Promise<number> {
  const read = await place.readRequests(entry);
  if (read.kind !== 'done') return reportFailure(context, read);
  const name = displayName(entry.id.name);
  if (read.requests.length === 0) {
    print(context.stdout, `The agent of ${name} asks for nothing now.`);
    return 0;
  }
  const lines = read.requests.flatMap((request) => requestLines(request));
  const how = `Answer: podwatch permit ${commandName(entry.id.name)} --once | --always | --reject`;
  for (const line of [...lines, how]) print(context.stdout, line);
  return 0;
}

/** Title, kind and what would change; `-` and `+` as in a diff. */
function requestLines({ id, title, tool_kind, diffs, answers, ...request }: PermissionRequest): string[] {
  const changes = diffs.flatMap(({ path, old_text, new_text }) => [
    `  ${displayText(path)}`,
    ...prefixed('-', old_text ?? ''),
    ...prefixed('+', new_text),
  ]);
  const details = diffs.length > 0 ? changes : [`  ${displayText(request.arguments)}`];
  const offered = answers.map((answer) => answer.replaceAll('_', ' ')).join(', ');
  return [`${id}  ${displayText(title)} (${displayText(tool_kind)}; ${offered})`, ...details];
}

function prefixed(mark: string, text: string): string[] {
  if (text === '') return [];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `  ${mark}${displayText(line)}`);
}
