// The Pods of one home for a Tab: by files and sockets alone, without the list, whose making takes longer than one waits for a Tab.
import { existsSync } from 'node:fs';
import { answers } from '../../client/answers';
import type { PodAction } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';
import { type HomePaths, metadataPath, podHolderPath } from '../../protocol/homePaths';
import { Catalogue } from '../../store/catalogue';
import { podDirectoriesIn, possibleSockets } from '../../store/possibleSockets';
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

/**
 * Those that `action` can be done with (null: all) and whose names begin so, live ones first; no other is asked or looked at.
 * Null: only the list can tell.
 */
export async function quickPods(
  home: HomePaths,
  action: PodAction | null,
  begin = '',
): Promise<readonly QuickPod[] | null> {
  const isFitting = BY_STATE.get(action);
  if (isFitting === undefined) return null;
  const sockets = possibleSockets(home)?.filter(({ name }) => name.startsWith(begin));
  if (sockets === undefined || sockets.length > MOST_SOCKETS) return null;
  const live = new Set<string>();
  await Promise.all(
    sockets.map(async ({ name, socket }) => {
      if (await answers(socket)) live.add(name);
    }),
  );
  // Of what cannot be read nothing is to be offered.
  const stored = (podDirectoriesIn(home.pods) ?? []).filter((name) => name.startsWith(begin));
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

function stoppedPods(home: HomePaths, names: readonly string[], live: ReadonlySet<string>): readonly QuickPod[] {
  const catalogue = names.length < FEW ? null : Catalogue.open(home);
  return names.flatMap((name): readonly QuickPod[] => {
    if (live.has(name)) return [];
    const { value } = readStoredMetadata(metadataPath(home, name), catalogue?.signatureOf(name) ?? null);
    if (value.kind === 'absent') return [];
    return [{ name, state: value.kind === 'read' && value.metadata.kind === 'corrupt' ? 'corrupt' : 'stopped' }];
  });
}
