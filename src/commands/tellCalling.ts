// Who needs the user while a Pod is attached from the command line: looked at once that Pod stands on the screen.
import type { CallingPod } from '../actions/attachAmong';
import type { HomePaths } from '../protocol/homePaths';
import type { PodCall } from '../streams/watchCalls';
import { loadAttachParts } from './loadLateParts';

/** Nobody waits for it: the attach itself comes first, ms. */
const BEGIN_AFTER_MS = 300;

/** Tells all of them, now and whenever that changes, until what it returns is called. */
export function tellCalling<T>(
  homes: readonly HomePaths[],
  podOf: (call: PodCall) => T,
  told: (calling: readonly CallingPod<T>[]) => void,
): () => void {
  let end: (() => void) | null = null;
  const timer = setTimeout(async () => {
    // Another version may have been installed since: then nobody is counted.
    const late = await import('../streams/watchCalls').catch(() => null);
    await loadAttachParts();
    if (end !== null || late === null) return;
    const subscription = late
      .watchCalls(homes)
      .subscribe((calls) =>
        told(calls.map((call) => ({ key: call.socketPath, since: call.attention.since, pod: podOf(call) }))),
      );
    end = () => subscription.unsubscribe();
  }, BEGIN_AFTER_MS);
  return () => {
    clearTimeout(timer);
    end?.();
    end = () => {};
  };
}
