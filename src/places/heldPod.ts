// The Pod of ours that holds a session already: live, started again, or just being started by somebody else.
import { setTimeout } from 'node:timers/promises';
import { lastValueFrom } from 'rxjs';
import type { Outcome } from '../actions/actionFailure';
import type { RestoredPod } from '../actions/restorePod';
import { type HeldSession, podHolding } from '../podList/heldSessions';
import type { PodEntry } from '../podList/podList';
import { watchPods } from '../streams/watchPods';
import type { Place, RestoreOrder } from './place';

/** A Pod that is being started answers within, ms, also on a machine that is busy. */
const STARTING_MS = 15_000;
/** A record that nobody has registered: its Pod is just about to, or has ended before its first word, ms. */
const UNREGISTERED_MS = 1000;
const LOOK_MS = 100;

/** Every Pod of our own home now. */
export async function ownPods(own: Place): Promise<readonly PodEntry[]> {
  return (await lastValueFrom(watchPods([own], { watch: false }))).entries;
}

/**
 * Live, in the end: the Pod that was started with its command, or goes on with it. Null: none, or one that never came to life. `which`: `expected`,
 * where somebody has just begun to start one, so that it may not be to be seen yet; `live`, where none is to be started.
 */
export async function heldPod(
  session: HeldSession,
  own: Place,
  order: RestoreOrder,
  which: 'live' | 'known' | 'expected' = 'known',
): Promise<Outcome<RestoredPod> | null> {
  const from = performance.now();
  for (;;) {
    const pod = podHolding(session, await ownPods(own));
    if (isNoneOf(which, pod)) return null;
    const patience = which === 'expected' || (pod !== null && isRegistered(pod)) ? STARTING_MS : UNREGISTERED_MS;
    const isLate = performance.now() - from > patience;
    if (pod !== null && pod.socketPath !== null) {
      return { kind: 'done', name: pod.id.name, socketPath: pod.socketPath, holds: pod.launch?.kind ?? 'terminal' };
    }
    const restored = pod?.canRestore === true ? await restoredPod(pod, own, order) : null;
    // Refused: another one restores it at this moment, and then it will answer.
    if (restored !== null && (restored.kind !== 'not-eligible' || isLate)) return restored;
    if (isLate) return null;
    await setTimeout(LOOK_MS);
  }
}

function isNoneOf(which: 'live' | 'known' | 'expected', pod: PodEntry | null): boolean {
  return pod === null ? which !== 'expected' : which === 'live' && pod.state !== 'live';
}

async function restoredPod({ id }: PodEntry, own: Place, order: RestoreOrder): Promise<Outcome<RestoredPod>> {
  const restored = await own.restore(id, { ...order, argv: [] });
  return restored.kind === 'done' ? { ...restored, name: id.name } : restored;
}

/** The registry claims that it runs, though its socket does not answer (yet). */
function isRegistered({ diagnostics }: PodEntry): boolean {
  return diagnostics.some(({ kind }) => kind === 'live-unreachable' || kind === 'live-probing');
}
