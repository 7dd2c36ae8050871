// How a new Pod takes its name: socket, record, registry, in that order and under the registry's lock.
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import { errorText } from '../store/fileErrors';
import { registerPod } from '../store/registerPod';
import type { PodServer } from './podServer';

interface Claim {
  readonly home: HomePaths;
  readonly podName: string;
  readonly segmentId: string;
  readonly server: PodServer;
  /** @throws file errors. */
  readonly writeBirth: () => void;
}

/** An error is one sentence for the user; the name is then as it was. */
export function claimName({ home, podName, segmentId, server, writeBirth }: Claim): Promise<Parsed<null>> {
  const allocation = {
    pod_name: podName,
    pid: process.pid,
    socket: podSocketPath(home, podName),
    scope_allow: [],
    scope_deny: [],
    delegated_from: null,
    segment_id: segmentId,
  };
  return registerPod(home, allocation, async () => {
    const listening = await server.listen();
    if (!listening.ok) return listening;
    try {
      writeBirth();
      return { ok: true, value: null };
    } catch (error) {
      server.stopListening();
      return { ok: false, error: `The record of the Pod "${podName}" cannot be written: ${errorText(error)}` };
    }
  });
}
