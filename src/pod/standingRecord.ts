// What is stored of a live Pod stays stored: a record or a log that something outside has taken away is put back.
import { lstatSync } from 'node:fs';
import { type HomePaths, metadataPath } from '../protocol/homePaths';
import type { LogEntry } from '../protocol/logEntry';
import type { PodMetadata } from '../protocol/podMetadata';
import { writeMetadata } from '../store/metadataFile';
import type { SegmentLog } from '../store/segmentLog';

interface StandingRecord {
  readonly home: HomePaths;
  readonly metadata: PodMetadata;
  /** Null while pending. */
  readonly log: SegmentLog | null;
  /** With what a log begins again that was cut down to nothing. */
  readonly beginning: readonly LogEntry[];
}

/** One sentence on what was missing, for the user; null: nothing was. @throws file errors. */
export function putBackRecord({ home, metadata, log, beginning }: StandingRecord): string | null {
  const file = metadataPath(home, metadata.podName);
  // The log first: a record must never point at a log that is not there.
  const came = log?.putBack(beginning) ?? 'own';
  const isGone = lstatSync(file, { throwIfNoEntry: false }) === undefined;
  if (isGone) writeMetadata(home, metadata);
  if (came === 'cut') return 'The session log was cut short from outside: what was cut off is lost.';
  if (came === 'whole') return 'The session log was removed or replaced from outside: it has been put back.';
  return isGone ? `The record ${file} was removed from outside: it has been written again.` : null;
}
