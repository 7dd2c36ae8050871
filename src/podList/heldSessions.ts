// A session that a Pod was made of stands in the list twice: as that Pod, and as what its tool keeps. Which is which.
import type { PodId } from './podId';
import type { PodEntry } from './podList';
import { sameValue } from './sameValue';

/** A session of an agent CLI: its `TOOL:ID`, and what resumes it, where something can. */
export interface HeldSession {
  readonly name: string;
  readonly command: readonly string[] | null;
}

/** The Pod that was started with its command, in whatever directory, or goes on with it; a live one before others; null = none. */
export function podHolding(session: HeldSession, entries: readonly PodEntry[]): PodEntry | null {
  return podOf(session, podsBySession(entries));
}

/** The rows with a note at each session that a Pod holds. Unchanged rows keep their object. */
export function noteHolders(entries: readonly PodEntry[]): readonly PodEntry[] {
  if (entries.every(({ foreign }) => foreign === undefined)) return entries;
  const pods = podsBySession(entries);
  return entries.map((entry) => {
    const pod = holderOf(entry, pods);
    return pod === null ? entry : noted(entry, pod);
  });
}

/** Whether a Pod holds it, as far as that has been noted: one row is enough for both. */
export function isHeld({ heldBy }: PodEntry): boolean {
  return heldBy !== undefined;
}

const known = new WeakMap<PodEntry, PodEntry>();

/** The same object for the same row. */
function noted(entry: PodEntry, { id: { name }, state }: PodEntry): PodEntry {
  const heldBy = { name, isLive: state === 'live' };
  const last = known.get(entry);
  if (last !== undefined && sameValue(last.heldBy, heldBy)) return last;
  const message = `the Pod "${name}" holds it`;
  const row: PodEntry = { ...entry, heldBy, diagnostics: [...entry.diagnostics, { kind: 'held-by-pod', message }] };
  known.set(entry, row);
  return row;
}

function holderOf({ id, foreign }: PodEntry, pods: ReadonlyMap<string, PodEntry>): PodEntry | null {
  if (foreign === undefined) return null;
  const within = foreign.liveElsewhere?.pod;
  if (within !== undefined) return pods.get(keyOfPod(within)) ?? null;
  const pod = podOf({ name: `${id.place}:${id.name}`, command: foreign.restoreCommand }, pods);
  // What runs elsewhere is not held by a Pod that has ended.
  return foreign.liveElsewhere !== null && pod?.state !== 'live' ? null : pod;
}

function podOf({ name, command }: HeldSession, pods: ReadonlyMap<string, PodEntry>): PodEntry | null {
  return pods.get(name) ?? (command === null ? null : (pods.get(keyOf(command)) ?? null));
}

/** By its session, else by its command; and by its identity. */
function podsBySession(entries: readonly PodEntry[]): ReadonlyMap<string, PodEntry> {
  const pods = new Map<string, PodEntry>();
  for (const entry of entries) {
    if (entry.foreign !== undefined) continue;
    pods.set(keyOfPod(entry.id), entry);
    if (entry.launch === null) continue;
    const key = entry.launch.session ?? keyOf(entry.launch.argv);
    const known = pods.get(key);
    if (known === undefined || (known.state !== 'live' && entry.state === 'live')) pods.set(key, entry);
  }
  return pods;
}

/** No session is called so, and no command. */
function keyOfPod({ place, name }: PodId): string {
  return `\u0001${place}\u0000${name}`;
}

/** No session is called so. */
function keyOf(argv: readonly string[]): string {
  return `\u0000${argv.join('\u0000')}`;
}
