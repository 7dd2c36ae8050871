// How a Pod enters and leaves the registry: a name belongs to one live Pod at a time.
import { existsSync } from 'node:fs';
import type { HomePaths } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import type { Allocation } from '../protocol/registryTable';
import { bootId, isProcessAlive, startTimeOf } from './processIdentity';
import { type RegistryChange, updateRegistry } from './updateRegistry';

/** The name is the Pod's, or why not: one sentence for the user. `taken`: another live Pod has it. */
export type Claimed<T = null> = { readonly ok: true; readonly value: T } | ClaimRefusal;

export interface ClaimRefusal {
  readonly ok: false;
  readonly error: string;
  readonly taken?: boolean;
}

export function refused(error: string, taken = false): ClaimRefusal {
  return { ok: false, error, taken };
}

/**
 * Removes stale entries, refuses when the name belongs to a live Pod, runs `claim` (binds the socket, writes the record)
 * and appends the entry, all under the one lock: of two Pods that start with one name, one is refused before it touched anything.
 */
export async function registerPod(
  home: HomePaths,
  allocation: Allocation,
  claim: () => Promise<Claimed>,
): Promise<Claimed> {
  return changeRegistry(home, async (allocations) => {
    const live = withoutStale(allocations);
    const owner = live.find((entry) => entry.pod_name === allocation.pod_name);
    if (owner) return takenBy(owner);
    // Two records may name one log, and two Pods that write to it would spoil it.
    const writer = live.find(({ segment_id: id }) => id !== null && id === allocation.segment_id);
    if (writer) {
      const log = `The session log of the Pod "${allocation.pod_name}" is written by the live Pod "${writer.pod_name}".`;
      return refused(`${log} Stop that first: podwatch stop ${writer.pod_name}`, true);
    }
    const claimed = await claim();
    return claimed.ok ? { ok: true, value: [...live, allocation] } : claimed;
  });
}

/**
 * For a Pod that has its name already: runs `claim`, and appends the entry where it is missing. Refuses where another
 * live Pod has the name; entries of others are left alone, the stale ones too.
 */
export async function registerAgain(
  home: HomePaths,
  allocation: Allocation,
  claim: () => Promise<Claimed>,
): Promise<Claimed> {
  return changeRegistry(home, async (allocations) => {
    const named = allocations.filter((entry) => entry.pod_name === allocation.pod_name);
    const others = named.filter((entry) => !isSameProcess(entry, allocation));
    for (const other of others) {
      // Who has our socket's path has not our socket: `claim` tells.
      if (other.socket !== allocation.socket && !isStale(other)) return takenBy(other);
    }
    const claimed = await claim();
    if (!claimed.ok) return claimed;
    // Under the name that it had before a rename which could not be registered.
    const isOurs = (entry: Allocation) => entry.pod_name === allocation.pod_name || isSameProcess(entry, allocation);
    const own = allocations.filter(isOurs);
    if (others.length === 0 && own.length === 1 && named.length === 1) return { ok: true, value: allocations };
    return { ok: true, value: [...allocations.filter((entry) => !isOurs(entry)), allocation] };
  });
}

/** Replaces the entry of a live Pod by one of another name. `move`: moves what is stored of it. Refused where another has the name. */
export async function registerRenamed(
  home: HomePaths,
  old: Allocation,
  renamed: Allocation,
  move: () => Claimed,
): Promise<Claimed> {
  return changeRegistry(home, async (allocations) => {
    const named = allocations.filter((entry) => entry.pod_name === renamed.pod_name);
    for (const other of named) if (!(await isStale(other))) return takenBy(other);
    const moved = move();
    if (!moved.ok) return moved;
    const others = allocations.filter((entry) => !named.includes(entry) && !isSameProcess(entry, old));
    const children = others.map((entry) =>
      entry.delegated_from === old.pod_name ? { ...entry, delegated_from: renamed.pod_name } : entry,
    );
    return { ok: true, value: [...children, renamed] };
  });
}

function isSameProcess(a: Allocation, b: Allocation): boolean {
  return a.pid === b.pid && a.socket === b.socket;
}

function takenBy({ pod_name: name, pid }: Allocation): ClaimRefusal {
  return {
    ok: false,
    error: `A Pod named "${name}" is live (pid ${pid}). Attach to it with: podwatch attach ${name}`,
    taken: true,
  };
}

/** `updateRegistry`, with a refusal that keeps its reason. */
async function changeRegistry(
  home: HomePaths,
  change: (allocations: readonly Allocation[]) => Promise<RegistryChange | ClaimRefusal>,
): Promise<Claimed> {
  let taken = false;
  const changed = await updateRegistry(home, async (allocations) => {
    const result = await change(allocations);
    taken = !result.ok && 'taken' in result && result.taken === true;
    return result;
  });
  return changed.ok ? changed : { ...changed, taken };
}

/** Takes the entry out again, if it still is that process's. A runtime directory that has been removed is not made for that. */
export async function unregisterPod(home: HomePaths, podName: string, pid: number): Promise<Parsed<null>> {
  if (!existsSync(home.registry)) return { ok: true, value: null };
  return updateRegistry(home, (allocations) => {
    const gone = allocations.filter((entry) => entry.pod_name === podName && entry.pid === pid);
    return { ok: true, value: gone.length === 0 ? allocations : withoutEntries(allocations, new Set(gone)) };
  });
}

function withoutStale(allocations: readonly Allocation[]): readonly Allocation[] {
  const stale = allocations.filter(isStale);
  return stale.length === 0 ? allocations : withoutEntries(allocations, new Set(stale));
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

/**
 * Its process is gone, or another one has its pid by now (formats §3, life of an entry). One that lives may not have bound its
 * socket yet: that says nothing.
 */
export function isStale({ pid, start_time: startTime, boot_id: boot }: Allocation): boolean {
  if (!isProcessAlive(pid)) return true;
  if (typeof boot === 'string' && boot !== (bootId() ?? boot)) return true;
  return typeof startTime === 'string' && startTimeOf(pid) !== startTime;
}
