// `podwatch attach NAME`.

import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { reachSocket } from '../client/answers';
import { dialOpened } from '../client/dial';
import { dialSocket } from '../client/dialSocket';
import { entryName } from '../podList/entryName';
import type { ForeignFacts } from '../podList/podFacts';
import type { PodEntry } from '../podList/podList';
import type { CommandContext } from './commandContext';
import { detachKeyField } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { registeredSocket } from './registeredSocket';
import { reportFailure } from './reportFailure';
import { hasTerminal, showPod, wayTo } from './showPod';

export const command = defineCommand({
  name: 'attach',
  group: 'pods',
  summary: 'Attach to a live Pod: its screen, then its output, or its conversation',
  details: [
    'Ctrl+\\ detaches, and twice quickly sends that key to the program. The Pod goes on without you. One that lets you wait for its terminal says so; then Esc and Ctrl+C leave as well, and what you have typed for it comes first once it answers.',
    'Shift+PgUp shows what it has printed, to be searched and copied from; typing on leaves it. With `"attachMouse": true` in the configuration the wheel does so as well, wherever the program wants no mouse; then Shift selects as the terminal does.',
  ],
  positionals: {
    name: {
      type: 'string',
      value: 'NAME',
      complete: { pods: 'attach', sessions: true },
      describe: 'Name of the Pod, or some letters of it; default: the only one, or a choice',
    },
  },
  options: {
    'read-only': { type: 'boolean', default: false, describe: 'Watch only: nothing is sent' },
    last: { type: 'boolean', alias: 'l', default: false, describe: 'To the live Pod that was at work last' },
    'detach-key': detachKeyField,
  },
  rest: 'nothing',
  run: (context, { name, last, readOnly }) => {
    if (last && name !== undefined) throw new UsageError('Say either a name or --last, not both.');
    if (name !== undefined) return runAttach(context, { name, readOnly });
    return attachToSome(context, last, readOnly);
  },
});

interface AttachArgs {
  readonly name: string;
  readonly readOnly: boolean;
}

/** The socket is tried first (formats §7): a live Pod is shown without a look at all the others. */
async function runAttach(context: CommandContext, { name, readOnly }: AttachArgs): Promise<number> {
  const socketPath = await registeredSocket(context, name);
  const reached = socketPath !== null && (await reachSocket(socketPath));
  if (socketPath !== null && reached !== false) {
    const { dial, drop } = dialOpened(reached === true ? null : reached, dialSocket(socketPath));
    return showPod(context, { socketPath, podName: name, readOnly, dial }).finally(drop);
  }
  const { findPod } = await import('./findPod');
  const found = await findPod(context, name, 'attach');
  if (found.kind === 'not-found') return attachToLike(context, name, readOnly, found);
  if (found.kind !== 'found') return reportFailure(context, found);
  if (found.entry.foreign !== undefined) return attachForeign(context, found.entry.foreign);
  if (found.entry.socketPath === null) return 1;
  const way = wayTo(found, found.entry.socketPath);
  return showPod(context, { ...way, podName: entryName(found.entry), readOnly });
}

/** Live first and newest first: the first of the list was at work last. `words` null: on all hosts, too. */
async function livePods(context: CommandContext, words: readonly string[] | null): Promise<readonly LiveEntry[]> {
  const { readPodList } = await import('./readPods');
  const { entries } = await readPodList(context, words);
  return entries.filter((entry): entry is LiveEntry => entry.socketPath !== null);
}

type LiveEntry = PodEntry & { readonly socketPath: string };

/** Without a name: the last one, the only one, or one that the user picks. */
async function attachToSome(context: CommandContext, last: boolean, readOnly: boolean): Promise<number> {
  const live = await livePods(context, null);
  const [first, second] = live;
  if (first === undefined) {
    const message =
      'The name of a Pod is missing, and none is live. Start one: podwatch run NAME -- CMD; restore one: podwatch ls --all';
    return reportFailure(context, failure('not-found', message));
  }
  if (last || second === undefined) return attachTo(context, first, readOnly);
  if (!hasTerminal(context)) {
    return reportFailure(
      context,
      failure('usage', `The name of a Pod is missing, and several are live: ${namesOf(live)}`),
    );
  }
  const { showDashboard } = await import('./showDashboard');
  return showDashboard(context, { mode: 'picker', isReadOnly: readOnly, searching: true });
}

/** Some letters of a name will do where they mean one live Pod. */
async function attachToLike(
  context: CommandContext,
  typed: string,
  readOnly: boolean,
  refusal: ActionFailure,
): Promise<number> {
  const { fuzzyScore } = await import('../podList/fuzzyScore');
  const live = await livePods(context, [typed]);
  const parts = live.filter((entry) => entryName(entry).includes(typed));
  const like = parts.length > 0 ? parts : live.filter((entry) => fuzzyScore(typed, entryName(entry)) !== null);
  const [only, second] = like;
  if (only === undefined) return reportFailure(context, refusal);
  if (second !== undefined) {
    const message = `There is no Pod "${displayName(typed)}", and several are like it: ${namesOf(like)}`;
    return reportFailure(context, failure('not-found', message));
  }
  return attachTo(context, only, readOnly);
}

async function attachTo(context: CommandContext, entry: LiveEntry, readOnly: boolean): Promise<number> {
  const { placeOf } = await import('./findPod');
  const place = await placeOf(context, entry.id);
  if ('kind' in place) return reportFailure(context, place);
  const way = wayTo({ kind: 'found', entry, place }, entry.socketPath);
  return showPod(context, { ...way, podName: entryName(entry), readOnly });
}

/** Names that a sentence has room for. */
const NAMED = 10;

function namesOf(live: readonly PodEntry[]): string {
  const names = live.slice(0, NAMED).map((entry) => displayName(entryName(entry)));
  return `${names.join(', ')}${live.length > NAMED ? ` and ${live.length - NAMED} more` : ''}.`;
}

/** Its own multiplexer has the terminal until it is detached from there. @returns its exit code. */
async function attachForeign(context: CommandContext, { tool, attachCommand }: ForeignFacts): Promise<number> {
  if (attachCommand === null || !hasTerminal(context)) {
    const message = `Attaching to a session of ${tool} needs a terminal.`;
    return reportFailure(context, { kind: 'failed', message });
  }
  const { runInTerminal } = await import('../actions/runInTerminal');
  const ran = await runInTerminal(attachCommand, context.env);
  return ran.kind === 'done' ? ran.code : reportFailure(context, ran);
}
