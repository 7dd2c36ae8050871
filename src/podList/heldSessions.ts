// A session that a Pod was made of stands in the list twice: as that Pod, and as what its tool keeps. Which is which.
import type { PodEntry } from './podList';

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
  const pods = podsBySession(entries);
  return entries.map((entry) => {
    const pod = holderOf(entry, pods);
    if (pod === null) return entry;
    const message = `the Pod "${pod.id.name}" holds it`;
    return { ...entry, diagnostics: [...entry.diagnostics, { kind: 'held-by-pod', message }] };
  });
}

/** One row for both: the Pod's. */
export function withoutHeldSessions(entries: readonly PodEntry[]): readonly PodEntry[] {
  const pods = podsBySession(entries);
  return entries.filter((entry) => holderOf(entry, pods) === null);
}

function holderOf({ id, foreign }: PodEntry, pods: ReadonlyMap<string, PodEntry>): PodEntry | null {
  if (foreign === undefined) return null;
  return podOf({ name: `${id.place}:${id.name}`, command: foreign.restoreCommand }, pods);
}

function podOf({ name, command }: HeldSession, pods: ReadonlyMap<string, PodEntry>): PodEntry | null {
  return pods.get(name) ?? (command === null ? null : (pods.get(keyOf(command)) ?? null));
}

/** By its session, else by its command. */
function podsBySession(entries: readonly PodEntry[]): ReadonlyMap<string, PodEntry> {
  const pods = new Map<string, PodEntry>();
  for (const entry of entries) {
    if (entry.foreign !== undefined || entry.launch === null) continue;
    const key = entry.launch.session ?? keyOf(entry.launch.argv);
    const known = pods.get(key);
    if (known === undefined || (known.state !== 'live' && entry.state === 'live')) pods.set(key, entry);
  }
  return pods;
}

/** No session is called so. */
function keyOf(argv: readonly string[]): string {
  return `\u0000${argv.join('\u0000')}`;
}
