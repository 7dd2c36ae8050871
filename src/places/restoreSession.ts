// A session of an agent CLI is restored: its own resume command in a new Pod, or the Pod that holds it already.
import path from 'node:path';
import { lastValueFrom } from 'rxjs';
import { type ActionFailure, failure, type Outcome } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import type { RestoredPod } from '../actions/restorePod';
import { displayName, displayText } from '../cells/displayText';
import { podHolding } from '../podList/heldSessions';
import type { PodEntry } from '../podList/types';
import { newPodNameFault } from '../protocol/podName';
import { watchPods } from '../streams/watchPods';
import type { ForeignTool } from './foreign/foreignTool';
import { readForeignSessions } from './foreign/readForeignSessions';
import type { ForeignSession } from './foreign/sessionFacts';
import { isOnPath } from './multiplexers/runProgram';
import { whereRuns } from './multiplexers/whereRuns';
import type { Place, RestoreOrder } from './place';

/** Of a Pod's name, characters; what tells two of them apart comes behind. */
const NAME_CHARACTERS = 40;
/** Pods of one name before we give up. */
const MAX_OF_NAME = 99;

export interface SessionPlacesRequest {
  /** Where the new Pods go. */
  readonly own: Place;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the user is. */
  readonly directory: string;
  /** Commands by tool that stand in for the tools' own; `{id}` and `{file}` are filled in. */
  readonly resumeCommands: Readonly<Record<string, readonly string[]>>;
}

interface SessionRestore extends SessionPlacesRequest {
  readonly tool: ForeignTool;
  readonly sessionId: string;
  readonly order: RestoreOrder;
}

/** Done: a Pod of ours runs it; `name` is that Pod's. No second writer is started on a session that runs elsewhere. */
export async function restoreSession(request: SessionRestore): Promise<Outcome<RestoredPod>> {
  const { tool, sessionId, order, own, env } = request;
  const word = commandName(`${tool.name}:${sessionId}`);
  const { sessions } = await readForeignSessions(env, { ...request, tools: [tool] });
  const session = sessions.find((one) => one.sessionId === sessionId);
  if (session === undefined) {
    return failure('not-found', `The session ${word} is not there any more: ${tool.label} has removed its file.`);
  }
  const held = await heldBy(session, request);
  if (held !== null) return held;
  const refusal = await whyNot(session, request, word);
  if (refusal !== null) return refusal;
  const argv = order.argv.length > 0 ? order.argv : (session.resume ?? []);
  const cwd = order.cwd ?? session.directory ?? order.fallbackCwd;
  const missing = programFault(argv, tool, env);
  if (missing !== null) return missing;
  const { fallbackCwd: _none, ...rest } = order;
  return runUnderFreeName(
    session,
    own,
    (name) => own.run({ ...rest, name, argv, cwd }),
    () => heldBy(session, request),
  );
}

/** The Pod that was made of it: live, or started again. */
async function heldBy(session: ForeignSession, { own, order }: SessionRestore): Promise<Outcome<RestoredPod> | null> {
  const pod = session.resume === null ? null : podHolding(session.resume, await ownPods(own));
  if (pod === null) return null;
  const { name } = pod.id;
  if (pod.socketPath !== null) return { kind: 'done', name, socketPath: pod.socketPath, holds: 'terminal' };
  if (!pod.canRestore) return null;
  const restored = await own.restore(pod.id, order);
  return restored.kind === 'done' ? { ...restored, name } : restored;
}

async function ownPods(own: Place): Promise<readonly PodEntry[]> {
  return (await lastValueFrom(watchPods([own], { watch: false }))).entries;
}

/** Another directory, given by the user, stands in for one that is gone. */
async function whyNot(session: ForeignSession, request: SessionRestore, word: string): Promise<ActionFailure | null> {
  const { order, tool, env } = request;
  const { liveElsewhere, reason, directoryExists, resume } = session;
  if (liveElsewhere !== null && tool.canJoin !== true) {
    return failure('not-eligible', `${await whereText(liveElsewhere.pid, env)} Two writers would damage it.`);
  }
  if (resume === null && order.argv.length === 0) return failure('not-eligible', `Cannot restore ${word}: ${reason}.`);
  if (order.cwd !== null || directoryExists) return null;
  const advice = `Restore it in another: podwatch restore ${word} --cwd DIR`;
  return failure(
    'not-eligible',
    `Cannot restore ${word}: ${displayText(reason ?? 'its directory is not known')}. ${advice}`,
  );
}

async function whereText(pid: number, env: SessionPlacesRequest['env']): Promise<string> {
  const { terminal, pane, show } = await whereRuns(pid, env);
  const where = terminal === null ? '' : ` on ${terminal}`;
  if (pane === null || show === null) return `The session runs in process ${pid}${where}.`;
  const words = show.map(commandName).join(' ');
  return `The session runs in process ${pid}${where}, in tmux pane ${displayName(pane.session)} ${pane.paneId}. Show it: ${words}.`;
}

function programFault(
  argv: readonly string[],
  tool: ForeignTool,
  env: SessionPlacesRequest['env'],
): ActionFailure | null {
  const [program = ''] = argv;
  if (program.includes('/') || isOnPath(program, env)) return null;
  return failure('failed', `${displayName(program)} is not installed: ${tool.label} comes with ${tool.package}.`);
}

/** Another one may restore the same session at this moment: then there is one Pod, and both have it. */
async function runUnderFreeName(
  session: ForeignSession,
  own: Place,
  run: (name: string) => ReturnType<Place['run']>,
  held: () => Promise<Outcome<RestoredPod> | null>,
): Promise<Outcome<RestoredPod>> {
  const taken = new Set((await ownPods(own)).map(({ id }) => id.name));
  const base = podNameOf(session);
  for (let count = 1; count <= MAX_OF_NAME; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (taken.has(name)) continue;
    const started = await run(name);
    if (started.kind === 'done') return { ...started, name, holds: 'terminal' };
    const others = started.kind === 'not-eligible' ? await held() : null;
    if (others !== null) return others;
    if (started.kind !== 'not-eligible') return started;
  }
  return failure('failed', `There are ${MAX_OF_NAME} Pods called "${displayName(base)}" already.`);
}

/** After its title, else its directory, else its tool: words that can be typed. */
function podNameOf({ title, directory, tool }: ForeignSession): string {
  const candidates = [title, directory === null ? '' : path.basename(directory), tool].map(asName);
  return candidates.find((name) => name !== '' && newPodNameFault(name) === null) ?? tool;
}

function asName(text: string): string {
  const words = displayText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._]+/gu, '-');
  return [...words]
    .slice(0, NAME_CHARACTERS)
    .join('')
    .replace(/^[-.]+|[-.]+$/g, '');
}
