// A live Pod takes another name when a client asks for it.

import type { HomePaths } from '../protocol/homePaths';
import { podSocketPath } from '../protocol/homePaths';
import { newPodNameFault } from '../protocol/podName';
import { isSocketPathLong } from '../protocol/socketPath';
import { lookalikeFault } from '../store/lookalikeFault';
import type { Claimed } from '../store/registerPod';
import { refused } from '../store/registerPod';
import type { PodPresence } from './podPresence';

/** What a client asks for. */
export interface NameWish {
  readonly name: string;
  /** What it must be called still; undefined: whatever. */
  readonly from?: string | undefined;
}

interface NewName extends NameWish {
  readonly home: HomePaths;
  readonly presence: PodPresence;
  /** Whoever in the Pod goes by its name. */
  readonly named: (podName: string) => void;
}

/** An error is one sentence; the Pod has its old name then. */
export async function takeNewName({ home, presence, name, from, named }: NewName): Promise<Claimed> {
  const fault = newPodNameFault(name) ?? lookalikeFault(home, name, from);
  if (fault !== null) return refused(fault);
  // It listens where it did; a restore would not come up there.
  if (isSocketPathLong(podSocketPath(home, name))) {
    return refused(`The name "${name}" is too long for a socket path of this home.`);
  }
  return presence.rename(name, from, (podName) => {
    process.title = `podwatch: ${podName}`;
    named(podName);
  });
}
