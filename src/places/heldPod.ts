// The Pod of ours that holds a session already: live, started again, or just being started by somebody else.
import { setTimeout } from 'node:timers/promises';
import { lastValueFrom } from 'rxjs';
import type { Outcome } from '../actions/actionFailure';
import type { RestoredPod } from '../actions/restorePod';
import { podHolding } from '../podList/heldSessions';
import type { PodEntry } from '../podList/types';
import { watchPods } from '../streams/watchPods';
import type { Place, RestoreOrder } from './place';

/** A Pod that is being started answers within, ms; what does not has ended before its first word. */
const STARTING_MS = 4000;
const LOOK_MS = 100;

/** Every Pod of our own home now. */
export async function ownPods(own: Place): Promise<readonly PodEntry[]> {
  return (await lastValueFrom(watchPods([own], { watch: false }))).entries;
}

/**
 * Live, in the end: the Pod that was started with `command`. Null: none, or one that never came to life. `isExpected`:
 * somebody has just begun to start one, so that it may not be to be seen yet.
 */
export async function heldPod(
  command: readonly string[],
  own: Place,
  order: RestoreOrder,
  isExpected = false,
): Promise<Outcome<RestoredPod> | null> {
  const deadline = Date.now() + STARTING_MS;
  for (;;) {
    const pod = podHolding(command, await ownPods(own));
    if (pod === null && !isExpected) return null;
    if (pod !== null && pod.socketPath !== null) {
      return { kind: 'done', name: pod.id.name, socketPath: pod.socketPath, holds: 'terminal' };
    }
    if (pod?.canRestore === true) {
      const restored = await own.restore(pod.id, { ...order, argv: [] });
      if (restored.kind === 'done') return { ...restored, name: pod.id.name };
      // Another one restores it at this moment: then it will answer.
      if (restored.kind !== 'not-eligible' || Date.now() > deadline) return restored;
    }
    if (Date.now() > deadline) return null;
    await setTimeout(LOOK_MS);
  }
}
