// A stored Pod as an earlier look has left it, where all its files are still those: by far the most Pods, and the most looks.
import { existsSync, statSync } from 'node:fs';
import type { StoredPod } from '../podList/podFacts';
import { type HomePaths, metadataPath, podArchivedPath, podHolderPath, segmentLogPath } from '../protocol/homePaths';
import { fileSignature } from './fileSignature';
import type { KeptPod } from './keptFacts';

/** The same for who knows that they are, and that the catalogue keeps all of it. */
export function keptPod(home: HomePaths, { name, metadata, log }: KeptPod): StoredPod {
  const isPending = (metadata.active?.segmentId ?? null) === null;
  return { id: { place: home.data, name }, metadata, log: isPending ? null : (log?.fact ?? null) };
}

/** Null: something of it is another by now, or has to be looked at more closely. */
export function unchangedPod(home: HomePaths, kept: KeptPod): StoredPod | null {
  const { name, signature, metadata, log } = kept;
  if (!isAsKept(metadataPath(home, name), signature)) return null;
  if (existsSync(podHolderPath(home, name)) || existsSync(podArchivedPath(home, name))) return null;
  const { active } = metadata;
  if (active === null || active.segmentId === null) return keptPod(home, kept);
  const file = segmentLogPath(home, active.sessionId, active.segmentId);
  return log !== null && isAsKept(file, log.signature) ? keptPod(home, kept) : null;
}

/** False also where it cannot be looked at. */
export function isAsKept(file: string, signature: string): boolean {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats !== undefined && fileSignature(stats) === signature;
  } catch {
    return false;
  }
}
