// Appends to one segment log: whole lines, one write each, so that a kill loses at most the line being written.
import { type LogEntry, parseLogLine } from '../protocol/logEntry';
import { KeptFile, type PutBack } from './keptFile';
import { WriterLock } from './writerLock';

/** The open log of one segment. Only the Pod that owns the segment may hold one (formats §4, writing). */
export class SegmentLog {
  private constructor(
    private readonly kept: KeptFile,
    private readonly writer: WriterLock,
  ) {}

  /**
   * Opens or creates the log (0600, directory 0700). A line that a kill cut short is taken off first. `writer`: its lock,
   * where it has been taken already; ends with the log. @throws file errors.
   */
  static open(file: string, writer = new WriterLock(file)): SegmentLog {
    try {
      return new SegmentLog(
        KeptFile.open(file, (line) => parseLogLine(line).ok),
        writer,
      );
    } catch (error) {
      writer.release();
      throw error;
    }
  }

  /** Nobody else writes to it from now on; where it cannot be had now, with the next call. */
  keepLocked(): void {
    this.writer.keep().catch(() => {});
  }

  /** True when nothing has been written yet: the first entry must be `segment_start`. */
  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** @throws the error of the file system, e.g. a full disk; the log still ends with a whole line then. */
  append(entry: LogEntry): void {
    this.appendAll([entry]);
  }

  appendAll(entries: readonly LogEntry[]): void {
    this.kept.append(Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), 'utf8'));
  }

  /**
   * Looks whether the log still stands at its path, and puts it back where it does not. What was cut off is gone: an empty
   * log begins again with `beginning`. @throws file errors.
   */
  putBack(beginning: readonly LogEntry[]): PutBack {
    const came = this.kept.putBack();
    this.keepLocked();
    if (this.isEmpty && beginning.length > 0) this.appendAll(beginning);
    return came;
  }

  /** Something outside has made it shorter since our last write. */
  get isCut(): boolean {
    return this.kept.isCut;
  }

  /** Bytes; always at the end of a whole line. */
  get size(): number {
    return this.kept.size;
  }

  /** Takes back the lines written since `size` had this value (formats §4: readers expect a log to shrink). @throws file errors. */
  truncateTo(size: number): void {
    this.kept.truncateTo(size);
  }

  close(): void {
    this.writer.release();
    this.kept.close();
  }
}
