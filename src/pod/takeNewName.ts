// A live Pod takes another name when a client asks for it.

import type { HomePaths } from '../protocol/homePaths';
import { MAX_SOCKET_PATH_BYTES, podSocketPath } from '../protocol/homePaths';
import { newPodNameFault } from '../protocol/podName';
import type { Claimed } from '../store/registerPod';
import { refused } from '../store/registerPod';
import type { PodPresence } from './podPresence';

interface NewName {
  readonly home: HomePaths;
  readonly presence: PodPresence;
  readonly name: string;
  /** Whoever in the Pod goes by its name. */
  readonly named: (podName: string) => void;
}

/** An error is one sentence; the Pod has its old name then. */
export async function takeNewName({ home, presence, name, named }: NewName): Promise<Claimed> {
  const fault = newPodNameFault(name);
  if (fault !== null) return refused(fault);
  // It listens where it did; a restore would not come up there.
  if (Buffer.byteLength(podSocketPath(home, name)) > MAX_SOCKET_PATH_BYTES) {
    return refused(`The name "${name}" is too long for a socket path of this home.`);
  }
  return presence.rename(name, (podName) => {
    process.title = `podwatch: ${podName}`;
    named(podName);
  });
}
