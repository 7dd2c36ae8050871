// The log of an earlier life of a Pod: read before anybody waits for us, and ours alone before it is written.
import type { LogEntry } from '../protocol/logEntry';
import { errorText } from '../store/fileErrors';
import { type Claimed, refused } from '../store/registerPod';
import { SegmentLog } from '../store/segmentLog';
import { standingOf, WriterLock } from '../store/writerLock';

export class EarlierLog {
  private standing: string | null = null;
  private writer: WriterLock | null = null;
  private read: readonly LogEntry[] = [];

  constructor(private readonly file: string) {}

  get entries(): readonly LogEntry[] {
    return this.read;
  }

  /** May take as long as the log is; nothing is locked. @throws file errors. */
  readWith(readEntries: (file: string) => readonly LogEntry[]): void {
    this.standing = standingOf(this.file);
    this.read = readEntries(this.file);
  }

  /** Refused where another process writes it, or has written since it was read. */
  async hold(): Promise<Claimed> {
    const taken = await WriterLock.take(this.file);
    if (!taken.ok) return taken;
    try {
      if (standingOf(this.file) === this.standing) {
        this.writer = taken.value;
        return { ok: true, value: null };
      }
    } catch (error) {
      taken.value.release();
      return refused(`The session log ${this.file} cannot be looked at: ${errorText(error)}`);
    }
    taken.value.release();
    return refused(`The session log ${this.file} has changed while it was read: something writes to it. Try again.`);
  }

  /** Once, after `hold`. @throws file errors. */
  open(): SegmentLog {
    const { writer } = this;
    this.writer = null;
    this.read = [];
    return SegmentLog.open(this.file, writer ?? undefined);
  }

  /** What was held and not opened. */
  letGo(): void {
    this.writer?.release();
    this.writer = null;
  }
}
