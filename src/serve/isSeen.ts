// Whether the facts of this machine's Pods show already what a deed has done: who asks next must not find them as they were.
import type { PodFacts } from '../podList/podFacts';
import type { PodId } from '../podList/podId';
import { type HostDeed, isHostDeed, parseHostArgs } from '../protocol/hostDeeds';
import type { HostPod } from '../protocol/hostWire';

export interface DoneDeed {
  readonly deed: string;
  /** Null: of a new one. */
  readonly pod: HostPod | null;
  readonly args: unknown;
  /** The Pod answered before it. */
  readonly wasLive: boolean;
  /** Where new Pods go. */
  readonly ownHome: string;
}

/** The Pods that it has changed, under the names that they have now or had before. */
export function changedPods({ deed, pod, args, ownHome }: DoneDeed): readonly HostPod[] {
  if (deed === 'run') {
    const order = parseHostArgs('run', args);
    return order.ok ? [{ home: ownHome, name: order.value.name }] : [];
  }
  if (pod === null || !isHostDeed(deed) || !CHANGES.has(deed)) return [];
  const renamed = deed === 'rename' ? parseHostArgs('rename', args) : null;
  return renamed?.ok ? [pod, { home: pod.home, name: renamed.value.newName }] : [pod];
}

const CHANGES: ReadonlySet<HostDeed> = new Set<HostDeed>(['run', 'restore', 'remove', 'archive', 'rename', 'stop']);

export function isSeen(done: DoneDeed, { stored, live }: PodFacts): boolean {
  const [first, renamed] = changedPods(done);
  if (first === undefined) return true;
  const lives = (pod: HostPod) => isLive(live, pod);
  const isThere = (pod: HostPod) => of(stored, pod).length + of(live, pod).length > 0;
  switch (done.deed) {
    case 'run':
    case 'restore':
      return lives(first);
    case 'stop':
      return of(live, first).length === 0;
    case 'remove':
      return !isThere(first);
    case 'rename':
      if (renamed === undefined) return true;
      // The store tells a new name before anybody has heard the Pod answer to it.
      return (done.wasLive ? lives(renamed) : isThere(renamed)) && !isThere(first);
    case 'archive': {
      const order = parseHostArgs('archive', done.args);
      return !order.ok || of(stored, first).every(({ isArchived = false }) => isArchived === order.value.isArchived);
    }
    default:
      return true;
  }
}

/** Whether that Pod answers. */
export function isLive(live: PodFacts['live'], pod: HostPod): boolean {
  return of(live, pod).some(({ reach }) => reach === 'reachable');
}

function of<T extends { readonly id: PodId }>(rows: readonly T[], pod: HostPod): readonly T[] {
  return rows.filter(({ id }) => id.place === pod.home && id.name === pod.name);
}
