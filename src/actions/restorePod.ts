// Starts a stopped Pod again: its recorded command, in its directory, going on with its session.

import { displayName } from '../cells/displayText';
import { answers } from '../client/answers';
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import { readMetadata } from '../store/metadataFile';
import { podHeld } from '../store/podLock';
import { readAllocations } from '../store/readRegistry';
import { failure, type Outcome } from './actionFailure';
import { archivePod } from './archivePod';
import { commandName } from './commandName';
import { agentOrder, directoryFault, type McpServers, recording } from './runPod';
import { startPodProcess } from './startPodProcess';

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
}

export interface RestoredPod {
  /** Of the Pod, where it is another one's than that which was asked for; missing: that one's. */
  readonly name?: string;
  readonly socketPath: string;
  readonly holds: 'terminal' | 'agent';
}

/** Done: it is live again. Whether it may be restored is `eligibility`'s to say; only what has changed since is checked. */
export async function restorePod(request: RestoreRequest): Promise<Outcome<RestoredPod>> {
  const { home, cols, rows, podProgram, env } = request;
  const name = displayName(request.name);
  const word = commandName(request.name);
  if (await isLive(home, request.name)) {
    return failure('not-eligible', `The Pod "${name}" is live. Attach to it: podwatch attach ${word}`);
  }
  const held = podHeld(home, request.name);
  if (held !== null)
    return failure('not-eligible', `The Pod "${name}" cannot be restored: ${displayName(held.words)}.`);
  const record = readMetadata(home, request.name);
  if (record === null) return failure('not-found', `There is no Pod "${name}" in ${displayName(home.data)}.`);
  if (!record.ok) return failure('not-eligible', `The Pod "${name}" cannot be restored: ${record.error}`);
  const { active, launch } = record.value;
  if (active === null || active.segmentId === null) {
    return failure('not-eligible', `The Pod "${name}" cannot be restored: it has no session log yet.`);
  }
  const argv = request.argv.length > 0 ? request.argv : launch?.argv;
  if (argv === undefined) {
    const advice = `Say which one: podwatch restore ${word} -- CMD …`;
    return failure('not-eligible', `The record of Pod "${name}" names no command to start again. ${advice}`);
  }
  const cwd = request.cwd ?? launch?.cwd ?? request.fallbackCwd;
  const fault = directoryFault(cwd);
  if (fault !== null) {
    const advice = `Restore it elsewhere: podwatch restore ${word} --cwd DIR`;
    return failure(fault.kind, `The Pod "${name}" cannot be restored: ${fault.message} ${advice}`);
  }
  const restore = { sessionId: active.sessionId, segmentId: active.segmentId };
  const kind = launch?.kind ?? 'terminal';
  const policy = launch?.policy === undefined ? {} : { policy: launch.policy };
  const recorded = kind === 'terminal' ? recording(launch?.recordBytes ?? request.recordBytes) : {};
  const agent = kind === 'agent' ? agentOrder(request.ofAgent ?? {}) : {};
  const order = {
    name: request.name,
    kind,
    ...policy,
    ...agent,
    ...recorded,
    ...(launch?.parent !== undefined && { parent: launch.parent }),
    argv: [...argv],
    cwd,
    cols,
    rows,
    restore,
  };
  const started = await startPodProcess({ home, podProgram, order, env });
  if (started.kind !== 'done') return started;
  await archivePod(home, request.name, false);
  return { ...started, holds: kind };
}

async function isLive(home: HomePaths, podName: string): Promise<boolean> {
  const own = (await readAllocations(home)).find((entry) => entry.pod_name === podName);
  return answers(own?.socket ?? podSocketPath(home, podName));
}
