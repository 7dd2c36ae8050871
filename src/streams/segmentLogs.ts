// The segment logs of one home: read once for all who ask, and again only when their file changed.
import fs from 'node:fs';
import path from 'node:path';
import { asyncScheduler, filter, type Observable, throttleTime } from 'rxjs';
import type { LogFact } from '../podList/podFacts';
import { type HomePaths, segmentLogPath } from '../protocol/homePaths';
import { fileSignature } from '../store/fileSignature';
import { readLogTail } from '../store/readLogTail';
import type { DirectoryChanges } from './directoryWatches';

/** A log that flows is looked at no more often, ms. */
const LOOK_EVERY_MS = 250;

interface KeptLog {
  readonly signature: string;
  readonly fact: LogFact;
}

export interface SegmentLogs {
  /** What the log says now. Both ids are file names: the parse of the metadata saw to it. */
  readonly read: (sessionId: string, segmentId: string) => LogFact;
  /** What an earlier look has read, to be believed as long as the file has that signature. */
  readonly seed: (sessionId: string, segmentId: string, kept: KeptLog) => void;
  /** The last reading that can be relied upon; null: there is none. */
  readonly kept: (sessionId: string, segmentId: string) => KeptLog | null;
  /** Hints that the log may have changed, at most 4 a second. */
  readonly changes: (sessionId: string, segmentId: string) => Observable<unknown>;
  /** Nobody asks for this log any more. */
  readonly forget: (sessionId: string, segmentId: string) => void;
}

export function segmentLogs(home: HomePaths, changes: DirectoryChanges): SegmentLogs {
  const known = new Map<string, KeptLog>();
  const read = (sessionId: string, segmentId: string): LogFact => {
    const file = segmentLogPath(home, sessionId, segmentId);
    const before = known.get(file);
    if (before !== undefined && before.signature === signatureOf(file)) return before.fact;
    const { signature, fact } = readLogTail(file);
    if (signature === null) known.delete(file);
    else known.set(file, { signature, fact });
    return fact;
  };
  return {
    read,
    seed: (sessionId, segmentId, kept) => {
      const file = segmentLogPath(home, sessionId, segmentId);
      if (!known.has(file)) known.set(file, kept);
    },
    kept: (sessionId, segmentId) => known.get(segmentLogPath(home, sessionId, segmentId)) ?? null,
    changes: (sessionId, segmentId) =>
      changes(path.join(home.sessions, sessionId)).pipe(
        filter((name) => name === null || name === `${segmentId}.jsonl`),
        throttleTime(LOOK_EVERY_MS, asyncScheduler, { leading: true, trailing: true }),
      ),
    forget: (sessionId, segmentId) => known.delete(segmentLogPath(home, sessionId, segmentId)),
  };
}

function signatureOf(file: string): string | null {
  try {
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    return stats === undefined ? null : fileSignature(stats);
  } catch {
    return null;
  }
}
