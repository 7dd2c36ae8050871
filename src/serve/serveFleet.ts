// `podwatch agent`: this machine's Pods in a fleet, for as long as it runs.
import { closeSync } from 'node:fs';
import path from 'node:path';
import { hostId } from '../hosts/hostId';
import { FleetAgent, type FleetAgentRequest } from '../hosts/nats/fleetAgent';
import type { HomePaths } from '../protocol/homePaths';
import { openLocked } from '../store/fileLock';
import { ensureRuntimeDirectory } from '../store/runtimeDirectory';
import { ServedPods, type ServedRequest } from './servedPods';

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
  const pods = new ServedPods(request, (facts) => agent.set(facts));
  const agent = new FleetAgent({
    ...request,
    hostId: hostId(home.data),
    call: (deed, pod, args, say, token) => pods.call(deed, pod, args, say, token),
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
