// A session of an agent CLI is restored: its own resume command in a new Pod, or the Pod that holds it already.
import path from 'node:path';
import { type ActionFailure, failure, type Outcome } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import type { RestoredPod } from '../actions/restorePod';
import { displayName, displayText } from '../cells/displayText';
import { type HeldSession, podHolding } from '../podList/heldSessions';
import type { HomePaths } from '../protocol/homePaths';
import { newPodNameFault } from '../protocol/podName';
import { restoreAsAgent } from './agentSession';
import { DatabaseThread } from './foreign/databaseThread';
import type { ForeignTool } from './foreign/foreignTool';
import { readForeignSessions } from './foreign/readForeignSessions';
import type { ForeignSession } from './foreign/sessionFacts';
import { heldPod, ownPods } from './heldPod';
import { lockSession } from './lockSession';
import { isOnPath } from './multiplexers/runProgram';
import type { Place, RestoreOrder } from './place';
import { podOfProcess, podWriting, whereText } from './sessionWriter';

/** Of a Pod's name, characters; what tells two of them apart comes behind. */
const NAME_CHARACTERS = 40;
/** Pods of one name before we give up. */
const MAX_OF_NAME = 99;

export interface SessionPlacesRequest {
  /** Where the new Pods go. */
  readonly own: Place;
  /** The files of that place. */
  readonly home: HomePaths;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the user is. */
  readonly directory: string;
  /** Commands by tool that stand in for the tools' own; `{id}` and `{file}` are filled in. */
  readonly resumeCommands: Readonly<Record<string, readonly string[]>>;
  /** By tool: in which kind of Pod; missing: in a terminal. */
  readonly sessionsAs: Readonly<Record<string, 'terminal' | 'agent'>>;
  /** Commands of agents by name. */
  readonly agents: Readonly<Record<string, readonly string[]>>;
  /** Absolute path of the built `databaseWorker`. */
  readonly databaseProgram: string;
}

interface SessionRestore extends SessionPlacesRequest {
  readonly tool: ForeignTool;
  readonly sessionId: string;
  readonly order: RestoreOrder;
}

/**
 * Done: a Pod of ours runs it; `name` is that Pod's. No second writer is started on a session that runs elsewhere; who
 * restores the same one at this moment is waited for, and then has begun what we join.
 */
export async function restoreSession(request: SessionRestore): Promise<Outcome<RestoredPod>> {
  const release = await lockSession(request.home, request.sessionId);
  try {
    return await restoreAlone({ ...request, order: { ...request.order, isSessionLocked: true } });
  } finally {
    release();
  }
}

async function restoreAlone(request: SessionRestore): Promise<Outcome<RestoredPod>> {
  const { tool, sessionId, order, own, env } = request;
  const word = commandName(`${tool.name}:${sessionId}`);
  const session = await sessionNow(request);
  if (session === undefined) {
    return failure('not-found', `The session ${word} is not there any more: ${tool.label} has removed its file.`);
  }
  const within = await podWithin(session, request);
  if (within !== null) return within;
  // A stopped Pod of it would be a second writer.
  const held = await heldPod(heldSession(session), own, order, session.isBusy ? 'live' : 'known');
  if (held !== null) return held;
  const refusal = await whyNot(session, request, word);
  if (refusal !== null) return refusal;
  const agent = order.argv.length > 0 ? null : agentCommand(request);
  if (agent !== null && 'kind' in agent) return agent;
  const argv = agent ?? (order.argv.length > 0 ? order.argv : (session.resume ?? []));
  const cwd = order.cwd ?? session.directory ?? order.fallbackCwd;
  const missing = programFault(argv, tool, env);
  if (missing !== null) return missing;
  const { fallbackCwd: _none, ...rest } = order;
  const start = { ...rest, argv, cwd };
  const asAgent = { ...request, session, argv, cwd };
  const started = await runUnderFreeName(
    session,
    own,
    (name) => (agent === null ? own.run({ ...start, name }) : restoreAsAgent(asAgent, name)),
    () => heldPod(heldSession(session), own, order, 'expected'),
  );
  return started.kind === 'done' && agent !== null ? { ...started, holds: 'agent' } : started;
}

/** The Pod of ours in which it runs: begun there, or by an agent, which says so in its log alone. */
async function podWithin(
  { liveElsewhere, sessionId }: ForeignSession,
  { home, tool }: SessionRestore,
): Promise<Outcome<RestoredPod> | null> {
  const around = liveElsewhere === null ? null : await podOfProcess(liveElsewhere.pid, home);
  if (around !== null) return { kind: 'done', name: around.pod_name, socketPath: around.socket, holds: 'terminal' };
  const agents = tool.agent === undefined ? null : await podWriting([sessionId], home, { only: 'agent' });
  if (agents === null) return null;
  const { allocation, holds } = agents;
  return { kind: 'done', name: allocation.pod_name, socketPath: allocation.socket, holds };
}

function heldSession({ tool, sessionId, resume }: ForeignSession): HeldSession {
  return { name: `${tool}:${sessionId}`, command: resume };
}

/** Null: its sessions are opened in terminals. */
function agentCommand({ tool, sessionsAs, agents }: SessionRestore): readonly string[] | ActionFailure | null {
  if (sessionsAs[tool.name] !== 'agent') return null;
  const command = tool.agent === undefined ? undefined : agents[tool.agent];
  if (command !== undefined) return command;
  const advice = `Take "${tool.name}" out of "sessions.as" in the configuration: it opens in a terminal then.`;
  return failure('not-eligible', `A session of ${tool.label} cannot be loaded by an agent. ${advice}`);
}

async function sessionNow({ tool, sessionId, env, directory, resumeCommands, databaseProgram }: SessionRestore) {
  const databases = new DatabaseThread(databaseProgram);
  try {
    const { sessions } = await readForeignSessions(env, { directory, resumeCommands, databases, tools: [tool] });
    return sessions.find((one) => one.sessionId === sessionId);
  } finally {
    databases.end();
  }
}

/** Another directory, given by the user, stands in for one that is gone. */
async function whyNot(session: ForeignSession, request: SessionRestore, word: string): Promise<ActionFailure | null> {
  const { order, tool, env } = request;
  const { liveElsewhere, reason, directoryExists, resume } = session;
  if (liveElsewhere !== null && tool.canJoin !== true) {
    return failure('not-eligible', await whereText(liveElsewhere.pid, env));
  }
  if (resume === null && order.argv.length === 0) return failure('not-eligible', `Cannot restore ${word}: ${reason}.`);
  if (directoryExists) return null;
  const why = `Cannot restore ${word}: ${displayText(reason ?? 'its directory is not known')}.`;
  if (tool.isBound === true && order.argv.length === 0) {
    const advice =
      session.directory === null ? '' : ` Make that directory first: mkdir -p ${commandName(session.directory)}`;
    return failure('not-eligible', `${why}${advice}`);
  }
  if (order.cwd !== null) return null;
  const advice = `Restore it in another: podwatch restore ${word} --cwd DIR`;
  return { ...failure('not-eligible', `${why} ${advice}`), lacksDirectory: session.directory ?? '' };
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
  const base = podNameOf(session);
  for (let count = 1; count <= MAX_OF_NAME; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (await isOthers(name, session, own)) continue;
    const started = await run(name);
    if (started.kind === 'done') return { ...started, name, holds: 'terminal' };
    if (started.kind !== 'not-eligible') return started;
    // Somebody has taken the name since: for the same session, or for another one.
    const same = (await isOthers(name, session, own)) ? null : await held();
    if (same !== null) return same;
  }
  return failure('failed', `There are ${MAX_OF_NAME} Pods called "${displayName(base)}" already.`);
}

/** The name is that of a Pod that does something else. */
async function isOthers(name: string, session: ForeignSession, own: Place): Promise<boolean> {
  const pod = (await ownPods(own)).find(({ id }) => id.name === name);
  return pod !== undefined && podHolding(heldSession(session), [pod]) === null;
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
