// One file of another tool, opened for reading only and never waited for, with its lines from both ends within bounds.
import fs from 'node:fs';
import { errnoOf, errorWords, isMissing } from '../../store/fileErrors';

/** A file up to this is read at once, bytes. */
const WHOLE_BYTES = 48 * 1024;
/** The first step from either end; each further one is twice as long, bytes. */
const FIRST_STEP = 32 * 1024;
/** No file is read further than this from either end, bytes. */
const MAX_WINDOW = 1024 * 1024;

const NEWLINE = 0x0a;
const NUL = 0x00;

/** What opening gave: the file, or a clause that says why not. */
export type Opened =
  | { readonly kind: 'open'; readonly file: SessionFile }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-a-file'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Opens for reading; the caller closes. Whatever the path is (a pipe, a device), nothing waits. */
export function openSessionFile(path: string): Opened {
  let descriptor: number;
  try {
    // O_NONBLOCK: a named pipe would wait for a writer. O_NOCTTY: a terminal must not become ours.
    descriptor = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY);
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    return { kind: errnoOf(error) === 'ENXIO' ? 'not-a-file' : 'unreadable', message: errorWords(error) };
  }
  try {
    const stats = fs.fstatSync(descriptor);
    if (stats.isFile()) return { kind: 'open', file: new SessionFile(descriptor, stats.size, stats.mtimeMs) };
  } catch (error) {
    fs.closeSync(descriptor);
    return { kind: 'unreadable', message: errorWords(error) };
  }
  fs.closeSync(descriptor);
  return { kind: 'not-a-file', message: 'it is not a regular file' };
}

/** Memory that is given back when a file is closed: thousands are read, few are open at a time. */
const SCRATCH_BYTES = 64 * 1024;
/** Of one file: a database is read page by page. */
const MAX_BORROWED = 4;
const scratch: Buffer[] = [];

/**
 * `size` is that at the opening: what is appended meanwhile is the next look's. Bytes that it gives are only valid until
 * it is closed.
 */
export class SessionFile {
  private whole: Buffer | null = null;
  private readonly borrowed: Buffer[] = [];

  constructor(
    readonly descriptor: number,
    readonly size: number,
    readonly mtimeMs: number,
  ) {}

  close(): void {
    fs.closeSync(this.descriptor);
    scratch.push(...this.borrowed.splice(0));
    this.whole = null;
  }

  /** The bytes that are there: fewer where the file has become shorter meanwhile. */
  range(start: number, end: number): Buffer {
    if (this.size <= WHOLE_BYTES) {
      this.whole ??= this.read(0, this.size);
      return this.whole.subarray(start, end);
    }
    return this.read(start, end);
  }

  /** As the file is now, where others may write to it meanwhile. */
  freshRange(start: number, end: number): Buffer {
    return this.read(start, end);
  }

  get freshSize(): number {
    return fs.fstatSync(this.descriptor).size;
  }

  /** The first `bytes` as text, a cut character at the end left out. */
  head(bytes: number): string {
    return this.range(0, Math.min(bytes, this.size)).toString('utf8');
  }

  private read(start: number, end: number): Buffer {
    const buffer = this.memory(Math.max(0, end - start));
    let filled = 0;
    while (filled < buffer.length) {
      const read = fs.readSync(this.descriptor, buffer, filled, buffer.length - filled, start + filled);
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  }

  private memory(length: number): Buffer {
    if (length > SCRATCH_BYTES || this.borrowed.length >= MAX_BORROWED) return Buffer.allocUnsafe(length);
    const memory = scratch.pop() ?? Buffer.allocUnsafeSlow(SCRATCH_BYTES);
    this.borrowed.push(memory);
    return memory.subarray(0, length);
  }

  /**
   * Whole lines from the first on, without their newlines, up to `max` bytes; a line that goes on behind the bound is not
   * given. The last line of the file counts without its newline.
   */
  *linesFromStart(max = MAX_WINDOW): Generator<Buffer> {
    const bound = Math.min(this.size, max);
    let rest: Buffer = Buffer.alloc(0);
    let searched = 0;
    for (let start = 0, step = FIRST_STEP; start < bound; start += step, step *= 2) {
      const end = Math.min(bound, start + step);
      const read = this.range(start, end);
      let block = rest.length === 0 ? read : Buffer.concat([rest, read]);
      for (let newline = block.indexOf(NEWLINE, searched); newline >= 0; newline = block.indexOf(NEWLINE)) {
        yield block.subarray(0, newline);
        block = block.subarray(newline + 1);
      }
      rest = block;
      searched = rest.length;
    }
    if (bound === this.size && rest.length > 0) yield withoutNuls(rest);
  }

  /**
   * Whole lines from the last to the first, up to `max` bytes back. The last one counts without its newline (it may be
   * torn); NULs at the end, left by a crash, are no line.
   */
  *linesFromEnd(max = MAX_WINDOW): Generator<Buffer> {
    const bound = Math.max(0, this.size - max);
    const pieces: Buffer[] = [];
    for (let end = this.size, step = FIRST_STEP; end > bound; step *= 2) {
      const start = Math.max(bound, end - step);
      let block = this.range(start, end);
      if (end === this.size) block = withoutNuls(block);
      for (let newline = block.lastIndexOf(NEWLINE); newline >= 0; newline = block.lastIndexOf(NEWLINE)) {
        yield joined(block.subarray(newline + 1), pieces);
        block = block.subarray(0, newline);
      }
      if (block.length > 0) pieces.unshift(block);
      end = start;
    }
    if (bound === 0 && pieces.length > 0) yield joined(Buffer.alloc(0), pieces);
  }
}

/** The head of a line with the pieces that were read before it; empties them. */
function joined(head: Buffer, pieces: Buffer[]): Buffer {
  if (pieces.length === 0) return head;
  const line = Buffer.concat([head, ...pieces]);
  pieces.length = 0;
  return line;
}

function withoutNuls(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === NUL) end -= 1;
  return bytes.subarray(0, end);
}
