// Makes a Pod of a log that no record names: from then on it is listed, read and restored like any other.
import { displayName, displayText } from '../cells/displayText';
import { answers } from '../client/answers';
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import type { LaunchSpec } from '../protocol/podMetadata';
import { newPodNameFault } from '../protocol/podName';
import { errorText } from '../store/fileErrors';
import { lookalikeFault } from '../store/lookalikeFault';
import { linkFault, readMetadata, writeMetadata } from '../store/metadataFile';
import { orphanSegments } from '../store/orphanSegments';
import { podHeld } from '../store/podLock';
import { updateRegistry } from '../store/updateRegistry';
import { failure, type Outcome } from './actionFailure';
import { commandName } from './commandName';

export interface AdoptRequest {
  readonly home: HomePaths;
  /** `SESSION/SEGMENT`, or a unique beginning of it. */
  readonly segment: string;
  readonly name: string;
  /** What a restore starts; null: it has to be said then. */
  readonly launch: LaunchSpec | null;
}

/** Under the lock of the registry, so that no Pod of that name can come to life meanwhile. */
export async function adoptLog({
  home,
  segment,
  name,
  launch,
}: AdoptRequest): Promise<Outcome<{ readonly segment: string }>> {
  const fault = newPodNameFault(name);
  if (fault !== null) return failure('usage', fault);
  const alike = lookalikeFault(home, name);
  if (alike !== null) return failure('not-eligible', displayText(alike));
  const [found, other] = orphanSegments(home).segments.filter((each) => each.startsWith(segment));
  const shown = displayName(segment);
  if (found === undefined) {
    const message = `There is no log "${shown}" without a Pod in ${displayName(home.sessions)}.`;
    return failure('not-found', `${message} Those that there are: podwatch doctor`);
  }
  if (other !== undefined) {
    return failure('usage', `"${shown}" is the beginning of several logs: ${found}, ${other} …`);
  }
  let refusal: string | null = null;
  const updated = await updateRegistry(home, async (allocations) => {
    const socket = allocations.find((entry) => entry.pod_name === name)?.socket ?? podSocketPath(home, name);
    refusal = await nameFault(home, name, socket);
    if (refusal !== null) return { ok: true, value: allocations };
    const [sessionId = '', segmentId = ''] = found.split('/');
    try {
      writeMetadata(home, { podName: name, active: { sessionId, segmentId }, launch });
    } catch (error) {
      return { ok: false, error: errorText(error) };
    }
    return { ok: true, value: allocations };
  });
  if (refusal !== null) return failure('not-eligible', refusal);
  return updated.ok
    ? { kind: 'done', segment: found }
    : failure('failed', `The log ${found} was not adopted: ${updated.error}`);
}

async function nameFault(home: HomePaths, name: string, socket: string): Promise<string | null> {
  const shown = displayName(name);
  const link = linkFault(home, name);
  if (link !== null) return displayText(link);
  if (await answers(socket)) return `A Pod "${shown}" is live. Choose another name.`;
  const held = podHeld(home, name);
  if (held !== null) return `A Pod "${shown}" is live: ${displayName(held.words)}. Choose another name.`;
  if (readMetadata(home, name) === null) return null;
  return `A Pod "${shown}" exists. Choose another name, or remove it: podwatch rm ${commandName(name)}`;
}
