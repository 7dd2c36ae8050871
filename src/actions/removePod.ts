// Removes a Pod that is not live: its record, its session's logs, and what its last process left behind.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { displayName } from '../cells/displayText';
import { answers } from '../client/answers';
import { endLeftProgram } from '../processes/endLeftProgram';
import { type HomePaths, metadataPath, podRuntimeDir, podSocketPath } from '../protocol/homePaths';
import { isPodName } from '../protocol/podName';
import { errorText, isMissing } from '../store/fileErrors';
import { readMetadata } from '../store/metadataFile';
import { leftProgram, podHeld } from '../store/podLock';
import { updateRegistry } from '../store/updateRegistry';
import { failure, type Outcome } from './actionFailure';
import { commandName } from './commandName';

export interface RemovedPod {
  /** Processes that a killed Pod had left running, and that were ended; missing: none. */
  readonly ended?: number;
}

/**
 * Under the lock of the registry, so that no Pod of that name can come to life meanwhile. What a killed process of it has left
 * running is ended first: without its record nobody could find it any more.
 */
export async function removePod(home: HomePaths, podName: string): Promise<Outcome<RemovedPod>> {
  const name = displayName(podName);
  if (!isPodName(podName)) return failure('not-found', `There is no Pod "${name}".`);
  let isLive = false;
  let held: string | null = null;
  // What others keep is read before: nobody waits for the lock because of a record of theirs.
  let session: string | null;
  try {
    session = sessionAlone(home, podName);
  } catch (error) {
    return failure('failed', `The Pod "${name}" was not removed: ${errorText(error)}`);
  }
  const left = leftProgram(home, podName);
  const ended = left === null ? 0 : await endLeftProgram(left);
  const updated = await updateRegistry(home, async (allocations) => {
    const own = allocations.filter((entry) => entry.pod_name === podName);
    const sockets = new Set([podSocketPath(home, podName), ...own.map((entry) => entry.socket)]);
    const alive = await Promise.all([...sockets].map(answers));
    isLive = alive.includes(true);
    if (isLive) return { ok: true, value: allocations };
    held = podHeld(home, podName)?.words ?? null;
    if (held !== null) return { ok: true, value: allocations };
    removeFiles(home, podName, session);
    // Children of a removed entry go to its own parent (formats §3).
    const parent = own[0]?.delegated_from ?? null;
    const kept = allocations.filter((entry) => entry.pod_name !== podName);
    const value = kept.map((entry) =>
      entry.delegated_from === podName ? { ...entry, delegated_from: parent } : entry,
    );
    // An entry that names no socket is a row too, and goes with it.
    return { ok: true, value: own.length === 0 ? allocations : value, forget: podName };
  });
  if (isLive) {
    return failure('not-eligible', `The Pod "${name}" is live. Stop it first: podwatch stop ${commandName(podName)}`);
  }
  if (held !== null) return failure('not-eligible', `The Pod "${name}" cannot be removed: ${displayName(held)}.`);
  if (updated.ok) return { kind: 'done', ...(ended > 0 && { ended }) };
  return failure('failed', `The Pod "${name}" was not removed: ${updated.error}`);
}

/** One sentence on what was ended with it; null: nothing. */
export function leftEndedText({ ended = 0 }: RemovedPod): string | null {
  if (ended === 0) return null;
  return `${ended === 1 ? '1 process' : `${ended} processes`} that it had left behind when it was killed ${ended === 1 ? 'was' : 'were'} ended.`;
}

/** The record last: until then the Pod can be seen, and removed again. @throws file errors. */
function removeFiles(home: HomePaths, podName: string, session: string | null): void {
  if (session !== null && session === sessionOf(home, podName)) {
    rmSync(path.join(home.sessions, session), { recursive: true, force: true });
  }
  // A record of another program may have the registry's own name.
  const runtimeDir = podRuntimeDir(home, podName);
  if (!runtimeDir.startsWith(home.registry)) rmSync(runtimeDir, { recursive: true, force: true });
  rmSync(path.dirname(metadataPath(home, podName)), { recursive: true, force: true });
}

/** The session that the Pod's record names, where no other one names it. @throws file errors. */
function sessionAlone(home: HomePaths, podName: string): string | null {
  const sessionId = sessionOf(home, podName);
  if (sessionId === null || !isPlainName(sessionId)) return null;
  return isSharedSession(home, sessionId, podName) ? null : sessionId;
}

function sessionOf(home: HomePaths, podName: string): string | null {
  const record = readMetadata(home, podName);
  return record?.ok ? (record.value.active?.sessionId ?? null) : null;
}

/** An id from a file must not lead out of its directory. */
function isPlainName(id: string): boolean {
  return isPodName(id) && path.basename(id) === id;
}

/** A record that cannot be read may point there too: then the logs stay. */
function isSharedSession(home: HomePaths, sessionId: string, podName: string): boolean {
  let others: string[];
  try {
    others = readdirSync(home.pods).filter((other) => other !== podName);
  } catch (error) {
    if (isMissing(error)) return false;
    throw new Error(`${home.pods} cannot be listed: ${errorText(error)}`);
  }
  return others.some((other) => {
    const record = readMetadata(home, other);
    return record !== null && (!record.ok || record.value.active?.sessionId === sessionId);
  });
}
