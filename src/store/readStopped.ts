// One stored Pod read in one go, where it stands still: for who needs no streams for it, or has thousands of them.
import { existsSync } from 'node:fs';
import type { LogFact, StoredPod } from '../podList/podFacts';
import { type HomePaths, metadataPath, podArchivedPath, podHolderPath, segmentLogPath } from '../protocol/homePaths';
import type { KeptPod } from './keptFacts';
import { readLogTail } from './readLogTail';
import { readStoredMetadata } from './readStoredMetadata';
import { isAsKept } from './unchangedPod';

export interface ReadPod {
  readonly stored: StoredPod;
  /** Null: nothing that can be relied upon. */
  readonly kept: KeptPod | null;
  /** It was not known, or is another by now. */
  readonly isRead: boolean;
}

export interface StillPod extends ReadPod {
  readonly kept: KeptPod;
}

/** Whether all of it can be relied upon, its log too. */
export function standsStill(pod: ReadPod | null | 'unsure'): pod is StillPod {
  if (pod === null || pod === 'unsure' || pod.kept === null) return false;
  return pod.kept.log !== null || pod.stored.log === null;
}

/** Null: it is no Pod. `unsure`: it is being written, or somebody may hold it. @param known what an earlier look has read. */
export function readStopped(home: HomePaths, name: string, known: KeptPod | null): ReadPod | null | 'unsure' {
  const { value, torn } = readStoredMetadata(metadataPath(home, name), known?.signature ?? null);
  if (torn || existsSync(podHolderPath(home, name))) return 'unsure';
  if (value.kind === 'absent') return null;
  const { metadata, signature } = value.kind === 'read' ? value : (known ?? { metadata: null, signature: null });
  if (metadata === null) return 'unsure';
  // Of another record it would be another's.
  const before = value.kind === 'read' ? null : (known?.log ?? null);
  const log = readLog(home, metadata, before);
  const isArchived = existsSync(podArchivedPath(home, name));
  return {
    stored: { id: { place: home.data, name }, metadata, log: log?.fact ?? null, ...(isArchived && { isArchived }) },
    kept: signature === null || metadata.kind !== 'ok' ? null : { name, signature, metadata, log: keptLog(log) },
    isRead: value.kind === 'read' || log !== before,
  };
}

/** A signature that is null is none to rely upon. */
interface LogReading {
  readonly signature: string | null;
  readonly fact: LogFact;
}

/** Null: it has none yet. */
function readLog(home: HomePaths, metadata: StoredPod['metadata'], known: KeptPod['log']): LogReading | null {
  const active = metadata.kind === 'ok' ? metadata.active : null;
  if (active === null || active.segmentId === null) return null;
  const file = segmentLogPath(home, active.sessionId, active.segmentId);
  return known !== null && isAsKept(file, known.signature) ? known : readLogTail(file);
}

function keptLog(log: LogReading | null): KeptPod['log'] {
  if (log === null || log.signature === null || log.fact.kind !== 'readable') return null;
  return { signature: log.signature, fact: log.fact };
}
