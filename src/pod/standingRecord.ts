// What is stored of a live Pod stays stored: a record or a log that something outside has taken away is put back.
import { lstatSync } from 'node:fs';
import { type HomePaths, metadataPath } from '../protocol/homePaths';
import type { LogEntry } from '../protocol/logEntry';
import { type PodMetadata, parsePodMetadata } from '../protocol/podMetadata';
import { errnoOf } from '../store/fileErrors';
import { fileSignature } from '../store/fileSignature';
import type { PutBack } from '../store/keptFile';
import { writeMetadata } from '../store/metadataFile';
import { MAX_RECORD_FILE_BYTES, readText } from '../store/regularFile';
import type { SegmentLog } from '../store/segmentLog';
import { setAside } from '../store/setAside';
import { mayBeInWriting } from '../store/tornReading';

interface StandingRecord {
  readonly home: HomePaths;
  readonly metadata: PodMetadata;
  /** What is remembered from one look to the next. */
  readonly looks: RecordLooks;
  /** Null while pending. */
  readonly log: SegmentLog | null;
  /** With what a log begins again that was cut down to nothing. */
  readonly beginning: readonly LogEntry[];
}

/** One sentence on what was missing, for the user; null: nothing was. @throws file errors. */
export function putBackRecord({ home, metadata, looks, log, beginning }: StandingRecord): string | null {
  const file = metadataPath(home, metadata.podName);
  // The log first: a record must never point at a log that is not there.
  const came = log?.putBack(beginning) ?? 'own';
  const fault = looks.fault(file);
  if (fault !== null) {
    if (fault === 'replaced') setAside(file, 'replaced');
    writeMetadata(home, metadata);
  }
  const words = logWords(came);
  if (words !== null) return words;
  return fault === null ? null : `The record ${file} was ${fault} from outside: it has been written again.`;
}

/** What has become of a log, one sentence; null: nothing. */
export function logWords(came: PutBack): string | null {
  if (came === 'cut') return 'The session log was cut short from outside: what was cut off is lost.';
  return came === 'whole' ? 'The session log was removed or replaced from outside: it has been put back.' : null;
}

/** A Pod looks at its record again and again, and reads it only when something has changed it. */
export class RecordLooks {
  /** The signature of a file that could be read. */
  private whole: string | null = null;

  /** Null: it can be read, whoever has changed it, or somebody may just be writing it. */
  fault(file: string): 'removed' | 'replaced' | null {
    const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return 'removed';
    const signature = stats.isFile() ? fileSignature(stats) : null;
    if (signature !== null && signature === this.whole) return null;
    if (stats.isFile() && mayBeInWriting(Number(stats.mtimeMs))) return null;
    try {
      const { ok } = parsePodMetadata(readText(file, MAX_RECORD_FILE_BYTES));
      this.whole = ok ? signature : null;
      return ok ? null : 'replaced';
    } catch (error) {
      // Not even a file, or far too long.
      return NOT_A_RECORD.has(errnoOf(error)) ? 'replaced' : null;
    }
  }
}

const NOT_A_RECORD: ReadonlySet<string | null> = new Set(['EFTYPE', 'EFBIG', 'ENXIO', 'ELOOP', 'EISDIR']);
