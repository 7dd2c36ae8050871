// The files of one recording: appended to in whole lines, in two halves, so that the older one can go.
import { closeSync, fstatSync } from 'node:fs';
import {
  type CastEvent,
  type CastHeader,
  castEventLine,
  castHeaderLine,
  parseCastEvent,
  parseCastHeader,
} from '../protocol/castEvent';
import { KeptFile, type PutBack } from './keptFile';
import { openRegular, readRange } from './regularFile';

const NEWLINE = 0x0a;
const HEADER_BYTES = 4096;
/** The last event lies within so many bytes, where it is not a redraw of a very large screen. */
const LAST_EVENT_BYTES = 1024 * 1024;

/** Only the Pod that owns the segment may hold one. All methods throw file errors. */
export class CastLog {
  private constructor(
    private readonly kept: KeptFile,
    private readonly title: string,
    private startedAt: number,
    /** Time of the newest event, Unix ms: the clock may be set back, a recording does not play backwards. */
    private lastAt: number,
    /** With which a file begins that could not even be begun. */
    private header: CastHeader,
  ) {}

  /** Goes on with the recording there is (an earlier life of the Pod), else begins one (0600, directory 0700). */
  static open(file: string, header: CastHeader, title: string): CastLog {
    const kept = KeptFile.open(file, () => false);
    try {
      const earlier = readHeader(kept.descriptor);
      if (earlier !== null) return new CastLog(kept, title, earlier, lastEventAt(file, earlier), header);
      // Empty, or not even its first line was written.
      kept.truncateTo(0);
      const log = new CastLog(kept, title, header.startedAt, 0, header);
      log.begin(header);
      return log;
    } catch (error) {
      kept.close();
      throw error;
    }
  }

  /** As of our last look or write. */
  get bytes(): number {
    return this.kept.knownSize;
  }

  append(events: readonly CastEvent[]): void {
    let { size } = this.kept;
    if (size === 0) {
      this.begin(this.header);
      size = this.bytes;
    }
    let { lastAt } = this;
    const lines = events.map((event) => {
      lastAt = Math.max(lastAt, event.at);
      return castEventLine({ ...event, at: lastAt }, this.startedAt);
    });
    this.write(lines.join(''), size);
    this.lastAt = lastAt;
  }

  /** The file becomes the older half, which is forgotten; a new one begins. */
  rotate(header: CastHeader): void {
    this.kept.rotate();
    this.begin(header);
  }

  /** Looks whether it still stands at its path. What was cut down to nothing begins again. */
  putBack(header: CastHeader): PutBack {
    const came = this.kept.putBack();
    if (this.bytes === 0) this.begin(header);
    return came;
  }

  close(): void {
    this.kept.close();
  }

  private begin(header: CastHeader): void {
    this.header = header;
    this.startedAt = Math.floor(header.startedAt / 1000) * 1000;
    this.lastAt = this.startedAt;
    this.write(castHeaderLine(header, this.title));
  }

  private write(text: string, size?: number): void {
    this.kept.append(Buffer.from(text, 'utf8'), size);
  }
}

/** When the recording in the file began, Unix ms; null: there is none. */
function readHeader(fd: number): number | null {
  const head = readRange(fd, 0, HEADER_BYTES);
  const end = head.indexOf(NEWLINE);
  const header = end < 0 ? null : parseCastHeader(head.toString('utf8', 0, end));
  return header?.ok ? header.value.startedAt : null;
}

/** Unix ms; the start where no event is to be found. */
function lastEventAt(file: string, startedAt: number): number {
  const fd = openRegular(file);
  try {
    const { size } = fstatSync(fd);
    const lines = readRange(fd, Math.max(0, size - LAST_EVENT_BYTES), size)
      .toString('utf8')
      .split('\n');
    const last = lines.map((line) => parseCastEvent(line, startedAt)).findLast((event) => event.ok);
    return last?.ok ? last.value.at : startedAt;
  } finally {
    closeSync(fd);
  }
}
