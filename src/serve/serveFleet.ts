// `podwatch agent`: this machine's Pods in a fleet, for as long as it runs.
import { closeSync } from 'node:fs';
import path from 'node:path';
import { filter, firstValueFrom, merge, Subject, timer } from 'rxjs';
import { hostId } from '../hosts/hostId';
import { FleetAgent, type FleetAgentRequest } from '../hosts/nats/fleetAgent';
import type { PodFacts } from '../podList/podFacts';
import type { HomePaths } from '../protocol/homePaths';
import { openLocked } from '../store/fileLock';
import { ensureRuntimeDirectory } from '../store/runtimeDirectory';
import { changedPods, type DoneDeed, isLive, isSeen } from './isSeen';
import { ServedPods, type ServedRequest } from './servedPods';

/** What a deed has done is waited for in the list, and in the records, no longer than this, ms. */
const SEEN_MS = 2000;

export type FleetServing = ServedRequest &
  Pick<FleetAgentRequest, 'spec' | 'host' | 'group' | 'version' | 'isReplacing' | 'say'> & {
    readonly home: HomePaths;
    /** Resolves when it is to end. */
    readonly until: Promise<void>;
  };

/** @returns why it could not go on, a sentence; null: it has ended as it was asked to. */
export async function serveFleet({ home, until, ...request }: FleetServing): Promise<string | null> {
  const runtime = ensureRuntimeDirectory(home);
  if (!runtime.ok) return runtime.error;
  const file = path.join(home.runtime, 'agent.lock');
  const lock = await openLocked(file, 0);
  if (lock.kind === 'fault') return lock.message;
  if (lock.kind === 'held') return `An agent of this home runs already (${file} is locked).`;
  const told$ = new Subject<PodFacts>();
  const pods = new ServedPods(request, (facts) => {
    agent.set(facts);
    told$.next(facts);
  });
  /** Who asks next finds the records as the deed has left them. */
  const seen = async (done: DoneDeed): Promise<void> => {
    const isSettled$ = told$.pipe(filter((facts) => isSeen(done, facts)));
    if (!isSeen(done, pods.facts)) await firstValueFrom(merge(isSettled$, timer(SEEN_MS)));
    await agent.written(changedPods(done), SEEN_MS);
  };
  const agent = new FleetAgent({
    ...request,
    hostId: hostId(home.data),
    call: async (deed, pod, args, say, token) => {
      const wasLive = pod !== null && isLive(pods.facts.live, pod);
      const outcome = await pods.call(deed, pod, args, say, token);
      if (isDone(outcome)) await seen({ deed, pod, args, wasLive, ownHome: home.data });
      return outcome;
    },
    open: (wanted) => pods.open(wanted),
  });
  void until.then(() => agent.close());
  const why = await agent.ended;
  if (why !== null) await agent.close();
  await pods.finish();
  pods.close();
  closeSync(lock.descriptor);
  return why;
}

function isDone(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind === 'done';
}
