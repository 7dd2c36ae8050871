// Appends to one segment log: whole lines, one write each, so that a kill loses at most the line being written.
import { closeSync, constants, fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type LogEntry, parseLogLine } from '../protocol/logEntry';
import { makeDirectory } from './makeDirectory';
import { openOwn } from './regularFile';

const NEWLINE = 0x0a;
/** A torn last line is looked for this far back, bytes; our own lines are far shorter. */
const TAIL_BYTES = 1024 * 1024;

/** The open log of one segment. Only the Pod that owns the segment may hold one (formats §4, writing). */
export class SegmentLog {
  private constructor(private readonly fd: number) {}

  /** Opens or creates the log (0600, directory 0700). A line that a kill cut short is taken off first. @throws file errors. */
  static open(file: string): SegmentLog {
    makeDirectory(path.dirname(file));
    const fd = openOwn(file, constants.O_APPEND);
    try {
      mendTornTail(fd);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    return new SegmentLog(fd);
  }

  /** True when nothing has been written yet: the first entry must be `segment_start`. */
  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** @throws the error of the file system, e.g. a full disk; the log still ends with a whole line then. */
  append(entry: LogEntry): void {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8');
    const before = fstatSync(this.fd).size;
    try {
      const written = writeSync(this.fd, bytes);
      if (written < bytes.length) throw new Error('the disk is full');
    } catch (error) {
      ftruncateSync(this.fd, before);
      throw error;
    }
  }

  /** Bytes; always at the end of a whole line. */
  get size(): number {
    return fstatSync(this.fd).size;
  }

  /** Takes back the lines written since `size` had this value (formats §4: readers expect a log to shrink). @throws file errors. */
  truncateTo(size: number): void {
    ftruncateSync(this.fd, size);
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** One torn line would make the whole segment unreadable to a strict reader; a whole one only lacks its newline. */
function mendTornTail(fd: number): void {
  const { size } = fstatSync(fd);
  if (size === 0) return;
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const length = readSync(fd, tail, 0, tail.length, size - tail.length);
  if (length !== tail.length || tail[length - 1] === NEWLINE) return;
  const lineStart = tail.lastIndexOf(NEWLINE) + 1;
  if (lineStart === 0 && size > length) return;
  if (parseLogLine(tail.toString('utf8', lineStart)).ok) writeSync(fd, '\n');
  else ftruncateSync(fd, size - length + lineStart);
}
