// How a new Pod takes its name: socket, record, registry, in that order and under the registry's lock.

import { endLeftProgram } from '../processes/endLeftProgram';
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import type { HeldProgram } from '../protocol/podHolder';
import { errorText } from '../store/fileErrors';
import { PodLock } from '../store/podLock';
import { bootId, startTimeOf } from '../store/processIdentity';
import { type Claimed, refused, registerPod } from '../store/registerPod';
import { PodPresence } from './podPresence';
import type { PodServer } from './podServer';

interface Claim {
  readonly home: HomePaths;
  readonly podName: string;
  readonly server: PodServer;
  readonly record: BirthRecord;
}

/** What is stored of the Pod. All but `holdLog` throw file errors. */
interface BirthRecord {
  readonly segment: { readonly segmentId: string };
  /** Before anything is locked, as it may take a while. */
  readEarlier(): void;
  /** Under the lock, so for a moment only. */
  holdLog(): Promise<Claimed>;
  writeBirth(): void;
  /** Undoes it, where the name was not to be had after all. */
  takeBack(): void;
}

/** An error is one sentence for the user; the name is then as it was. Otherwise it is ours until `leave`. */
export async function claimName({ home, podName, server, record }: Claim): Promise<Claimed<PodPresence>> {
  try {
    record.readEarlier();
  } catch (error) {
    return refused(`The session log of the Pod "${podName}" cannot be read: ${errorText(error)}`);
  }
  const allocation = {
    pod_name: podName,
    pid: process.pid,
    socket: podSocketPath(home, podName),
    scope_allow: [],
    scope_deny: [],
    delegated_from: null,
    segment_id: record.segment.segmentId,
    start_time: startTimeOf(process.pid),
    boot_id: bootId(),
  };
  let held = null as PodLock | null;
  let isBorn = false;
  const undo = () => {
    held?.release();
    try {
      record.takeBack();
    } catch {
      // What has been written stays: a restore, or a removal, finds it whole.
    }
  };
  const claimed = await registerPod(home, allocation, async () => {
    // The store decides: another runtime directory may know of a Pod that this one does not.
    const taken = await PodLock.take(home, podName, allocation.socket);
    if (!taken.ok) return taken;
    held = taken.value;
    const log = await record.holdLog();
    if (!log.ok) return log;
    const listening = await server.listen();
    if (!listening.ok) return listening;
    isBorn = true;
    try {
      record.writeBirth();
      return { ok: true, value: null };
    } catch (error) {
      server.stopListening();
      return refused(`The record of the Pod "${podName}" cannot be written: ${errorText(error)}`);
    }
  });
  if (claimed.ok && held !== null) {
    if (held.left !== null) await endLeft(podName, held.left);
    return { ok: true, value: new PodPresence({ home, allocation, server, held }) };
  }
  // Also where all was well, but the entry could not be written.
  undo();
  if (isBorn) server.stopListening();
  return claimed.ok ? refused(`The Pod "${podName}" was not claimed.`) : claimed;
}

async function endLeft(podName: string, left: HeldProgram): Promise<void> {
  const count = await endLeftProgram(left);
  if (count === 0) return;
  process.stderr.write(
    `The Pod "${podName}" had been killed; processes that it had left behind were ended: ${count}.\n`,
  );
}
