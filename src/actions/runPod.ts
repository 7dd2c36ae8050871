// Starts a new Pod under a name that is free.
import { accessSync, constants, statSync } from 'node:fs';
import { displayName, displayText } from '../cells/displayText';
import { answers } from '../client/answers';
import type { PermissionPolicy } from '../protocol/agentQuestion';
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import { DEFAULT_RECORD_BYTES } from '../protocol/orderBounds';
import { newPodNameFault } from '../protocol/podName';
import type { PodOrder } from '../protocol/podOrder';
import { errorText, isMissing } from '../store/fileErrors';
import { lookalikeFault } from '../store/lookalikeFault';
import { linkFault, readMetadata } from '../store/metadataFile';
import { podHeld } from '../store/podLock';
import { readAllocations } from '../store/readRegistry';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { commandName } from './commandName';
import { type FetchWatch, fetchMissing } from './fetchMissing';
import { encodingFault } from './readStarter';
import { socketPathFault, startPodProcess } from './startPodProcess';

/** How an agent is to begin; by id or name. */
export interface AgentWishes {
  readonly mode?: string;
  readonly model?: string;
  /** Id of the way to log in. */
  readonly auth?: string;
  /** It may use files and terminals through us. */
  readonly clientTools?: boolean;
}

/** MCP servers in the words of ACP, for the agent to start or call. */
export type McpServers = readonly NonNullable<PodOrder['mcpServers']>[number][];

export interface RunRequest {
  readonly home: HomePaths;
  readonly name: string;
  /** Program and arguments, never passed through a shell. Empty: `$SHELL`, else `/bin/sh`. */
  readonly argv: readonly string[];
  /** The program is a coding agent that speaks the Agent Client Protocol; missing: anything, in a terminal. */
  readonly agent?: { readonly policy: PermissionPolicy; readonly mcpServers?: McpServers } & AgentWishes;
  /** Where the program starts; absolute. */
  readonly cwd: string;
  /** Name of the Pod in whose program this is; missing: none. */
  readonly parent?: string;
  /** Bound of the recording, bytes; 0 = none; missing = the usual. Terminal Pods only. */
  readonly recordBytes?: number;
  readonly cols: number;
  readonly rows: number;
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hears of an agent that has to be fetched first; missing: nobody does. */
  readonly fetching?: FetchWatch | undefined;
  /** Bound of the wait for the ready word, ms. */
  readonly timeoutMs?: number;
  /** See `PodStart`. */
  readonly meanwhile?: () => void;
}

/** Done: it is live, and survives us. A name that a live Pod or a record has is never taken over. */
export async function runPod(request: RunRequest): Promise<Outcome<{ readonly socketPath: string }>> {
  const { home, name, cwd, cols, rows, podProgram, env, timeoutMs, meanwhile } = request;
  const fault = newPodNameFault(name);
  if (fault !== null) return failure('usage', fault);
  const refusal = directoryFault(cwd) ?? socketPathFault(home, name) ?? (await nameTaken(home, name));
  if (refusal !== null) return refusal;
  const argv = request.argv.length > 0 ? [...request.argv] : [env.SHELL || '/bin/sh'];
  const holds = request.agent
    ? { kind: 'agent' as const, ...agentOrder(request.agent) }
    : { kind: 'terminal' as const };
  const missing = request.agent ? await fetchMissing(argv, env, request.fetching) : null;
  if (missing !== null) return missing;
  const recorded = request.agent ? {} : recording(request.recordBytes);
  const parent = request.parent === undefined ? {} : { parent: request.parent };
  const order = { name, ...holds, ...recorded, argv, cwd, ...parent, cols, rows, restore: null };
  return startPodProcess({ home, podProgram, order, env, meanwhile, ...(timeoutMs !== undefined && { timeoutMs }) });
}

/** For an order, which is sent and kept by nobody else: the servers may hold secrets. */
export function agentOrder<A extends { readonly mcpServers?: McpServers }>({ mcpServers = [], ...more }: A) {
  return { ...more, ...(mcpServers.length > 0 && { mcpServers: [...mcpServers] }) };
}

/** For an order: what is usual is not said. */
export function recording(bytes: number | undefined): { recordBytes?: number } {
  return bytes === undefined || bytes === DEFAULT_RECORD_BYTES ? {} : { recordBytes: bytes };
}

/** Why a program cannot start in that directory; null if it can. */
export function directoryFault(cwd: string): ActionFailure | null {
  const name = displayName(cwd);
  const changed = encodingFault([], cwd, {});
  if (changed !== null) return failure('failed', `The directory ${changed}`);
  try {
    const stats = statSync(cwd, { throwIfNoEntry: false });
    if (stats === undefined) return failure('failed', missingText(name));
    return stats.isDirectory() ? null : failure('failed', `${name} is not a directory.`);
  } catch (error) {
    return failure('failed', `The directory ${name} cannot be used: ${errorText(error)}`);
  }
}

/** ` (deleted)`: how the system names a current directory that has been removed. */
function missingText(name: string): string {
  const [, removed] = /^(.*) \(deleted\)$/.exec(name) ?? [];
  return removed === undefined
    ? `The directory ${name} does not exist.`
    : `The directory ${removed} does not exist any more.`;
}

/** Why a new Pod cannot have this name now, a sentence; null: it can. */
export async function newNameFault(home: HomePaths, name: string): Promise<string | null> {
  const fault = newPodNameFault(name);
  if (fault !== null) return fault;
  return (socketPathFault(home, name) ?? (await nameTaken(home, name)))?.message ?? null;
}

/** What cannot be looked into may hold any name. */
function storeFault({ pods }: HomePaths): ActionFailure | null {
  try {
    accessSync(pods, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    if (isMissing(error)) return null;
    return failure('failed', `The Pods in ${displayName(pods)} cannot be looked at: ${errorText(error)}`);
  }
}

/** A pending record whose Pod is gone never came to life and holds nothing: its name is free. */
async function nameTaken(home: HomePaths, podName: string): Promise<ActionFailure | null> {
  const name = displayName(podName);
  const word = commandName(podName);
  const unknown = storeFault(home);
  if (unknown !== null) return unknown;
  const alike = lookalikeFault(home, podName);
  if (alike !== null) return failure('not-eligible', displayText(alike));
  const held = podHeld(home, podName);
  const allocations = await readAllocations(home);
  const registered = allocations.find((entry) => entry.pod_name === podName)?.socket;
  const socketPath = registered ?? held?.socket ?? podSocketPath(home, podName);
  const heir = allocations.find((entry) => entry.socket === socketPath && entry.pod_name !== podName);
  if (heir !== undefined && (await answers(socketPath))) {
    const other = displayName(heir.pod_name);
    return failure(
      'not-eligible',
      `The name "${name}" is free again when the Pod "${other}", which had it, is stopped.`,
    );
  }
  if (await answers(socketPath)) {
    return failure('not-eligible', `A Pod "${name}" is live. Attach to it: podwatch attach ${word}`);
  }
  const link = linkFault(home, podName);
  if (link !== null) return failure('not-eligible', displayText(link));
  if (held !== null) return failure('not-eligible', `A Pod "${name}" is live: ${displayName(held.words)}.`);
  const record = readMetadata(home, podName);
  if (record === null) return null;
  const remove = `remove it: podwatch rm ${word}`;
  if (!record.ok)
    return failure('not-eligible', `A Pod "${name}" exists, but ${record.error}. To reuse the name, ${remove}`);
  const { active } = record.value;
  if (active !== null && active.segmentId === null) return null;
  return failure('not-eligible', `A Pod "${name}" exists. Restore it: podwatch restore ${word} — or ${remove}`);
}
