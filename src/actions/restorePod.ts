// Starts a stopped Pod again: its recorded command, in its directory, going on with its session.
import { setTimeout as sleep } from 'node:timers/promises';
import { displayName } from '../cells/displayText';
import { answers } from '../client/answers';
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import { readMetadata } from '../store/metadataFile';
import { podHeld } from '../store/podLock';
import { readAllocations } from '../store/readRegistry';
import { failure, type Outcome } from './actionFailure';
import { archivePod } from './archivePod';
import { commandName } from './commandName';
import { type FetchWatch, fetchMissing } from './fetchMissing';
import { agentOrder, directoryFault, type McpServers, recording } from './runPod';
import { type PodStart, startPodProcess } from './startPodProcess';

/** Between taking a name and answering there are a few steps, on a busy machine, ms. */
const COMING_UP_MS = 3000;
const LOOK_EVERY_MS = 50;

export interface RestoreRequest {
  readonly home: HomePaths;
  readonly name: string;
  /** Instead of the recorded command; empty: the recorded one. */
  readonly argv: readonly string[];
  /** Instead of the recorded directory; null: the recorded one. */
  readonly cwd: string | null;
  /** Where the record names no directory; absolute. */
  readonly fallbackCwd: string;
  /** Where the record says nothing else; see `RunRequest`. */
  readonly recordBytes?: number;
  /** For a Pod that holds an agent. `anew`: where its session cannot be loaded now, begin another. */
  readonly ofAgent?: { readonly anew?: boolean; readonly auth?: string; readonly mcpServers?: McpServers };
  readonly cols: number;
  readonly rows: number;
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  readonly env: NodeJS.ProcessEnv;
  /** Asked last, before a program is started: whether it may go on with its session. `release` is called when it has been started. */
  readonly claim?: (start: PodStart['order']) => Promise<Outcome<{ readonly release: () => void }>>;
  /** Hears of an agent that has to be fetched first; missing: nobody does. */
  readonly fetching?: FetchWatch | undefined;
}

export interface RestoredPod {
  /** Of the Pod, where it is another one's than that which was asked for; missing: that one's. */
  readonly name?: string;
  readonly socketPath: string;
  readonly holds: 'terminal' | 'agent';
}

/** Done: it is live again, or was by then. Whether it may be restored is `eligibility`'s to say; only what has changed is checked. */
export async function restorePod(request: RestoreRequest): Promise<Outcome<RestoredPod>> {
  const { home, env } = request;
  const record = readMetadata(home, request.name);
  const holds = record?.ok ? (record.value.launch?.kind ?? 'terminal') : 'terminal';
  const live = await liveSocket(home, request.name);
  if (live !== null) return asWanted(request, live, holds);
  const ordered = orderOf(request, record);
  if (ordered.kind !== 'done') return ordered;
  const { kind, argv } = ordered.order;
  const missing = kind === 'agent' ? await fetchMissing(argv, env, request.fetching) : null;
  if (missing !== null) return missing;
  const started = await startClaimed(request, ordered.order);
  if (started.kind === 'done') {
    await archivePod(home, request.name, false);
    return { ...started, holds };
  }
  // Somebody else was faster with the same Pod: then that is the Pod.
  const winner = started.kind === 'not-eligible' ? await liveSocket(home, request.name) : null;
  return winner === null ? started : asWanted(request, winner, holds);
}

async function startClaimed({ home, podProgram, env, claim }: RestoreRequest, order: PodStart['order']) {
  const claimed = claim === undefined ? null : await claim(order);
  if (claimed !== null && claimed.kind !== 'done') return claimed;
  try {
    return await startPodProcess({ home, podProgram, order, env });
  } finally {
    claimed?.release();
  }
}

/** What lives runs what it runs: another command is not put in its place. */
function asWanted(
  { name, argv }: RestoreRequest,
  socketPath: string,
  holds: RestoredPod['holds'],
): Outcome<RestoredPod> {
  if (argv.length === 0) return { kind: 'done', socketPath, holds };
  const advice = `Attach to it: podwatch attach ${commandName(name)}`;
  return failure('not-eligible', `The Pod "${displayName(name)}" is live. ${advice}`);
}

function orderOf(
  request: RestoreRequest,
  record: ReturnType<typeof readMetadata>,
): Outcome<{ readonly order: PodStart['order'] }> {
  const { home, cols, rows } = request;
  const name = displayName(request.name);
  const word = commandName(request.name);
  const refuse = (reason: string) => failure('not-eligible', `The Pod "${name}" cannot be restored: ${reason}`);
  const held = podHeld(home, request.name);
  if (held !== null) return refuse(`${displayName(held.words)}.`);
  if (record === null) return failure('not-found', `There is no Pod "${name}" in ${displayName(home.data)}.`);
  if (!record.ok) return refuse(record.error);
  const { active, launch } = record.value;
  if (active === null || active.segmentId === null) return refuse('it has no session log yet.');
  const argv = request.argv.length > 0 ? request.argv : launch?.argv;
  if (argv === undefined) {
    const advice = `Say which one: podwatch restore ${word} -- CMD …`;
    return failure('not-eligible', `The record of Pod "${name}" names no command to start again. ${advice}`);
  }
  const cwd = request.cwd ?? launch?.cwd ?? request.fallbackCwd;
  const fault = directoryFault(cwd);
  if (fault !== null) {
    const advice = `Restore it elsewhere: podwatch restore ${word} --cwd DIR`;
    const message = `The Pod "${name}" cannot be restored: ${fault.message} ${advice}`;
    return { ...failure(fault.kind, message), lacksDirectory: cwd };
  }
  const restore = { sessionId: active.sessionId, segmentId: active.segmentId };
  const kind = launch?.kind ?? 'terminal';
  const kept = {
    ...(launch?.policy !== undefined && { policy: launch.policy }),
    ...(launch?.clientTools === true && { clientTools: true }),
    ...(launch?.parent !== undefined && { parent: launch.parent }),
    ...(launch?.earlierNames !== undefined && { earlierNames: launch.earlierNames }),
    ...(launch?.session !== undefined && { session: launch.session }),
  };
  const own =
    kind === 'terminal' ? recording(launch?.recordBytes ?? request.recordBytes) : agentOrder(request.ofAgent ?? {});
  return {
    kind: 'done',
    order: { name: request.name, kind, ...kept, ...own, argv: [...argv], cwd, cols, rows, restore },
  };
}

/** Null: it does not live. One that somebody has just claimed is waited for. */
async function liveSocket(home: HomePaths, podName: string): Promise<string | null> {
  const deadline = Date.now() + COMING_UP_MS;
  for (;;) {
    const held = podHeld(home, podName);
    const allocations = await readAllocations(home);
    const registered = allocations.find((entry) => entry.pod_name === podName);
    const socketPath = registered?.socket ?? held?.socket ?? podSocketPath(home, podName);
    // One that had the name before listens where it did.
    const isAnother = registered === undefined && allocations.some(({ socket }) => socket === socketPath);
    if (!isAnother && (await answers(socketPath))) return socketPath;
    if (held === null || Date.now() > deadline) return null;
    await sleep(LOOK_EVERY_MS);
  }
}
