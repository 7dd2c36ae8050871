// A session that a Pod was made of stands in the list twice: as that Pod, and as what its tool keeps. Which is which.
import type { PodEntry } from './types';

/** The Pod that was started with `command`, in whatever directory, a live one before others; null = none. */
export function podHolding(command: readonly string[], entries: readonly PodEntry[]): PodEntry | null {
  return podsByCommand(entries).get(keyOf(command)) ?? null;
}

/** The rows with a note at each session that a Pod holds. Unchanged rows keep their object. */
export function noteHolders(entries: readonly PodEntry[]): readonly PodEntry[] {
  const pods = podsByCommand(entries);
  return entries.map((entry) => {
    const pod = holderOf(entry, pods);
    if (pod === null) return entry;
    const message = `the Pod "${pod.id.name}" holds it`;
    return { ...entry, diagnostics: [...entry.diagnostics, { kind: 'held-by-pod', message }] };
  });
}

/** One row for both: the Pod's. */
export function withoutHeldSessions(entries: readonly PodEntry[]): readonly PodEntry[] {
  const pods = podsByCommand(entries);
  return entries.filter((entry) => holderOf(entry, pods) === null);
}

function holderOf({ foreign }: PodEntry, pods: ReadonlyMap<string, PodEntry>): PodEntry | null {
  return foreign?.restoreCommand == null ? null : (pods.get(keyOf(foreign.restoreCommand)) ?? null);
}

function podsByCommand(entries: readonly PodEntry[]): ReadonlyMap<string, PodEntry> {
  const pods = new Map<string, PodEntry>();
  for (const entry of entries) {
    if (entry.foreign !== undefined || entry.launch === null) continue;
    const key = keyOf(entry.launch.argv);
    const known = pods.get(key);
    if (known === undefined || (known.state !== 'live' && entry.state === 'live')) pods.set(key, entry);
  }
  return pods;
}

function keyOf(argv: readonly string[]): string {
  return argv.join('\u0000');
}
