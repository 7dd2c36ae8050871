// How a Pod enters and leaves the registry: a name belongs to one live Pod at a time.
import net from 'node:net';
import type { HomePaths } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import type { Allocation } from '../protocol/registryTable';
import { errnoOf } from './fileErrors';
import { updateRegistry } from './registryFile';

/** A living Unix socket accepts at once; only one with a full backlog keeps us waiting. */
const PROBE_TIMEOUT_MS = 1000;

/**
 * Removes stale entries, refuses when the name belongs to a live Pod, runs `claim` (binds the socket, writes the record)
 * and appends the entry, all under the one lock: of two Pods that start with one name, one is refused before it touched anything.
 * @returns one sentence for the user when it is refused.
 */
export async function registerPod(
  home: HomePaths,
  allocation: Allocation,
  claim: () => Promise<Parsed<null>>,
): Promise<Parsed<null>> {
  return updateRegistry(home, async (allocations) => {
    const live = await withoutStale(allocations);
    const owner = live.find((entry) => entry.pod_name === allocation.pod_name);
    if (owner) {
      const name = allocation.pod_name;
      return {
        ok: false,
        error: `A Pod named "${name}" is live (pid ${owner.pid}). Attach to it with: podwatch attach ${name}`,
      };
    }
    const claimed = await claim();
    return claimed.ok ? { ok: true, value: [...live, allocation] } : claimed;
  });
}

/** Takes the entry out again, if it still is that process's. */
export async function unregisterPod(home: HomePaths, podName: string, pid: number): Promise<Parsed<null>> {
  return updateRegistry(home, (allocations) => {
    const gone = allocations.filter((entry) => entry.pod_name === podName && entry.pid === pid);
    return { ok: true, value: gone.length === 0 ? allocations : withoutEntries(allocations, new Set(gone)) };
  });
}

async function withoutStale(allocations: readonly Allocation[]): Promise<readonly Allocation[]> {
  const stale = await Promise.all(allocations.map(isStale));
  return withoutEntries(allocations, new Set(allocations.filter((_, index) => stale[index] === true)));
}

/** Children of a removed entry go to its own parent (formats §3, life of an entry). */
function withoutEntries(allocations: readonly Allocation[], gone: ReadonlySet<Allocation>): readonly Allocation[] {
  const parents = new Map([...gone].map((entry) => [entry.pod_name, entry.delegated_from]));
  return allocations
    .filter((entry) => !gone.has(entry))
    .map((entry) => {
      const parent = entry.delegated_from === null ? undefined : parents.get(entry.delegated_from);
      return parent === undefined ? entry : { ...entry, delegated_from: parent };
    });
}

async function isStale(entry: Allocation): Promise<boolean> {
  if (!isProcessAlive(entry.pid)) return true;
  // A reservation for a child that has not come up yet: it has no socket, and its parent owns it.
  if (entry.segment_id === null && entry.delegated_from !== null) return false;
  return !(await answers(entry.socket));
}

function isProcessAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
}

/** Does anybody listen there? A pid can be recycled; a socket file without its process refuses. */
export function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(socketPath);
    const settle = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => settle(true));
    socket.once('connect', () => settle(true));
    socket.once('error', (error) => settle(!REFUSALS.has(errnoOf(error) ?? '')));
  });
}

const REFUSALS: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTDIR', 'ENOTSOCK']);
