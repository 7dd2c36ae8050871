// The Pods of one home for a Tab: by files and sockets alone, without the list, whose making takes longer than one waits for a Tab.
import { existsSync, readdirSync } from 'node:fs';
import { answers } from '../../client/answers';
import type { PodAction } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';
import { type HomePaths, metadataPath, podHolderPath, podSocketPath } from '../../protocol/homePaths';
import { isPodName } from '../../protocol/podName';
import { Catalogue } from '../../store/catalogue';
import { readRegistry } from '../../store/readRegistry';
import { readStoredMetadata } from '../../store/readStoredMetadata';

interface QuickPod {
  readonly name: string;
  readonly state: PodEntry['state'];
}

/** More sockets than these the list asks in turns. */
const MOST_SOCKETS = 64;
/** Fewer records are read as fast as a catalogue is. */
const FEW = 64;

/** What these actions need of a Pod, its state alone says (see `eligibility`). */
const BY_STATE = new Map<PodAction | null, (state: PodEntry['state']) => boolean>([
  [null, () => true],
  ['attach', (state) => state === 'live'],
  ['stop', (state) => state === 'live'],
  ['remove', (state) => state !== 'live'],
  ['archive', (state) => state === 'stopped' || state === 'corrupt'],
]);

/** Those that `action` can be done with (null: all), live ones first. Null: only the list can tell. */
export async function quickPods(home: HomePaths, action: PodAction | null): Promise<readonly QuickPod[] | null> {
  const isFitting = BY_STATE.get(action);
  if (isFitting === undefined) return null;
  const sockets = socketsIn(home);
  if (sockets === null || sockets.length > MOST_SOCKETS) return null;
  const live = new Set<string>();
  await Promise.all(
    sockets.map(async ({ name, socket }) => {
      if (await answers(socket)) live.add(name);
    }),
  );
  const stored = directoriesIn(home.pods);
  // Another process has it, and listens where no entry of ours says.
  if (stored.some((name) => !live.has(name) && existsSync(podHolderPath(home, name)))) return null;
  const pods = [...live].map((name): QuickPod => ({ name, state: 'live' }));
  if (isFitting('stopped')) pods.push(...stoppedPods(home, stored, live));
  for (const { name, isRegistered } of sockets) {
    if (isRegistered && !live.has(name) && !existsSync(metadataPath(home, name)))
      pods.push({ name, state: 'unreachable' });
  }
  return pods.filter(({ state }) => isFitting(state));
}

interface PossibleSocket {
  readonly name: string;
  readonly socket: string;
  readonly isRegistered: boolean;
}

/** Of the registry, and of runtime directories that no entry names. Null: the registry is not plain to read. */
function socketsIn(home: HomePaths): readonly PossibleSocket[] | null {
  const { value, torn } = readRegistry(home.registry);
  if (torn || value.kind !== 'read' || value.table === null) return null;
  if (value.broken.length > 0 || value.faults.length > 0) return null;
  const registered = value.table.map(({ pod_name: name, socket }) => ({ name, socket, isRegistered: true }));
  const names = new Set(registered.map(({ name }) => name));
  const taken = new Set(registered.map(({ socket }) => socket));
  const others = directoriesIn(home.runtime)
    .filter((name) => !names.has(name) && existsSync(metadataPath(home, name)))
    .map((name) => ({ name, socket: podSocketPath(home, name), isRegistered: false }))
    .filter(({ socket }) => !taken.has(socket));
  return [...registered, ...others];
}

function stoppedPods(home: HomePaths, names: readonly string[], live: ReadonlySet<string>): readonly QuickPod[] {
  const catalogue = names.length < FEW ? null : Catalogue.open(home);
  return names.flatMap((name): readonly QuickPod[] => {
    if (live.has(name)) return [];
    const { value } = readStoredMetadata(metadataPath(home, name), catalogue?.signatureOf(name) ?? null);
    if (value.kind === 'absent') return [];
    return [{ name, state: value.kind === 'read' && value.metadata.kind === 'corrupt' ? 'corrupt' : 'stopped' }];
  });
}

/** None where it cannot be read: then nothing is to be offered of it. */
function directoriesIn(directory: string): readonly string[] {
  try {
    const found = readdirSync(directory, { withFileTypes: true });
    return found.filter((entry) => entry.isDirectory() && isPodName(entry.name)).map((entry) => entry.name);
  } catch {
    return [];
  }
}
