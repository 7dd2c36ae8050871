// The files of one recording: appended to in whole lines, in two halves, so that the older one can go.
import { closeSync, constants, fstatSync, ftruncateSync, readSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type CastEvent, type CastHeader, castEventLine, castHeaderLine, parseCastHeader } from '../protocol/castEvent';
import { makeDirectory } from './makeDirectory';
import { openOwn, openOwnAnew } from './regularFile';

const NEWLINE = 0x0a;
const HEADER_BYTES = 4096;
const TAIL_BYTES = 1024 * 1024;

/** Only the Pod that owns the segment may hold one. All methods throw file errors. */
export class CastLog {
  private constructor(
    private readonly file: string,
    private readonly title: string,
    private fd: number,
    private startedAt: number,
  ) {}

  /** Goes on with the recording there is (an earlier life of the Pod), else begins one (0600, directory 0700). */
  static open(file: string, header: CastHeader, title: string): CastLog {
    makeDirectory(path.dirname(file));
    const fd = openOwn(file, constants.O_APPEND);
    try {
      const earlier = readHeader(fd);
      const log = new CastLog(file, title, fd, earlier ?? header.startedAt);
      if (earlier === null) {
        // Empty, or not even its first line was written.
        ftruncateSync(fd, 0);
        log.begin(header);
      } else {
        dropTornTail(fd);
      }
      return log;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  get bytes(): number {
    return fstatSync(this.fd).size;
  }

  append(events: readonly CastEvent[]): void {
    this.write(events.map((event) => castEventLine(event, this.startedAt)).join(''));
  }

  /** The file becomes the older half, which is forgotten; a new one begins. */
  rotate(header: CastHeader): void {
    const next = `${this.file}.new`;
    const fd = openOwnAnew(next, constants.O_TRUNC);
    closeSync(this.fd);
    this.fd = fd;
    this.begin(header);
    renameSync(this.file, `${this.file}.1`);
    renameSync(next, this.file);
  }

  close(): void {
    closeSync(this.fd);
  }

  private begin(header: CastHeader): void {
    this.startedAt = Math.floor(header.startedAt / 1000) * 1000;
    this.write(castHeaderLine(header, this.title));
  }

  private write(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    const before = this.bytes;
    let at = 0;
    try {
      while (at < bytes.length) at += writeSync(this.fd, bytes, at);
    } catch (error) {
      ftruncateSync(this.fd, before);
      throw error;
    }
  }
}

/** When the recording in the file began, Unix ms; null: there is none. */
function readHeader(fd: number): number | null {
  const head = Buffer.alloc(HEADER_BYTES);
  const length = readSync(fd, head, 0, head.length, 0);
  const end = head.subarray(0, length).indexOf(NEWLINE);
  const header = end < 0 ? null : parseCastHeader(head.toString('utf8', 0, end));
  return header?.ok ? header.value.startedAt : null;
}

/** A kill may have cut the last line. */
function dropTornTail(fd: number): void {
  const { size } = fstatSync(fd);
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const length = readSync(fd, tail, 0, tail.length, size - tail.length);
  const end = tail.subarray(0, length).lastIndexOf(NEWLINE) + 1;
  if (end < length && end > 0) ftruncateSync(fd, size - length + end);
}
