// A file that grows by whole lines, and stays the one at its path: removed, replaced or cut from outside, it comes back.
import { closeSync, constants, fstatSync, ftruncateSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { leadsTo } from './fileLock';
import { makeDirectory } from './makeDirectory';
import { openOwn, openOwnAnew, readRange } from './regularFile';
import { setAside } from './setAside';
import { writeAt } from './writeAt';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/** What has become of the file since our last write. `cut`: shorter, with the rest of what it held. */
type Standing = 'own' | 'cut' | 'elsewhere';

/** What came of putting it back: nothing to do; all of it stands again; lines that were cut off are lost. */
export type PutBack = 'own' | 'whole' | 'cut';

/** All methods throw file errors; the file ends with a whole line then, too. */
export class KeptFile {
  private constructor(
    readonly file: string,
    private fd: number,
    private length: number,
  ) {}

  /** Part of a line may stand at the end: it could not be written, or what followed has been taken back. */
  private isTorn = false;

  /** Opens or creates it (0600, directory 0700). `isLine`: whether a last line without its newline lacks nothing else. */
  static open(file: string, isLine: (text: string) => boolean): KeptFile {
    makeDirectory(path.dirname(file));
    const fd = openOwn(file, constants.O_APPEND);
    try {
      return new KeptFile(file, fd, mendTornTail(fd, isLine));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** For reading its beginning. */
  get descriptor(): number {
    return this.fd;
  }

  /** Bytes; always at the end of a whole line. */
  get size(): number {
    return fstatSync(this.fd).size;
  }

  /** Bytes, as of our last look or write. */
  get knownSize(): number {
    return this.length;
  }

  /** Whole lines, in one write. `size`: what it has just been asked to be. */
  append(lines: Buffer, size = this.size): void {
    const before = this.isTorn ? mendTornTail(this.fd, () => false) : size;
    this.isTorn = false;
    try {
      writeAt(this.fd, lines, null);
      // What was cut off meanwhile stays known to be missing, until a look mends it.
      this.length = Math.max(before, this.length) + lines.length;
    } catch (error) {
      this.takeOff(before);
      throw error;
    }
  }

  private takeOff(before: number): void {
    try {
      ftruncateSync(this.fd, before);
    } catch {
      this.isTorn = true;
    }
  }

  /** It has become shorter since our last write. */
  get isCut(): boolean {
    return this.size < this.length;
  }

  /** Takes back what was written since `size` had this value. */
  truncateTo(size: number): void {
    // Never longer, where something outside has cut it meanwhile; and what came then may end elsewhere.
    ftruncateSync(this.fd, Math.min(size, this.size));
    this.length = size;
    this.isTorn = true;
  }

  /** Looks whether the path still leads to what we wrote, and mends it where it does not. */
  putBack(): PutBack {
    const standing = this.standing();
    if (standing === 'own') return 'own';
    if (standing === 'elsewhere') this.moveBack();
    this.length = mendTornTail(this.fd, () => false);
    return standing === 'elsewhere' ? 'whole' : 'cut';
  }

  /** A new file takes the place at the path; what this one holds is kept beside it, as `<file>.1`. */
  rotate(): void {
    const next = `${this.file}.new`;
    const fd = openOwnAnew(next, constants.O_TRUNC | constants.O_APPEND);
    try {
      renameSync(this.file, `${this.file}.1`);
      renameSync(next, this.file);
    } catch (error) {
      closeSync(fd);
      rmSync(next, { force: true });
      throw error;
    }
    closeSync(this.fd);
    this.fd = fd;
    this.length = 0;
  }

  close(): void {
    closeSync(this.fd);
  }

  private standing(): Standing {
    const own = fstatSync(this.fd, { bigint: true });
    if (!leadsTo(this.file, own)) return 'elsewhere';
    return own.size < this.length ? 'cut' : 'own';
  }

  /** What the path leads to now is taken on where it begins as ours does (a backup of it); else ours replaces it. */
  private moveBack(): void {
    makeDirectory(path.dirname(this.file));
    const there = openBackup(this.file);
    if (there !== null && isBeginningOf(there, this.fd)) {
      this.takeOver(there);
      return;
    }
    if (there !== null) closeSync(there);
    const temporary = `${this.file}.new`;
    const fd = openOwnAnew(temporary, constants.O_TRUNC | constants.O_APPEND);
    try {
      copyFrom(this.fd, fd);
      // What another has put there is not lost, whatever it is.
      setAside(this.file, 'replaced');
      renameSync(temporary, this.file);
    } catch (error) {
      closeSync(fd);
      rmSync(temporary, { force: true });
      throw error;
    }
    closeSync(this.fd);
    this.fd = fd;
  }

  private takeOver(there: number): void {
    try {
      copyFrom(this.fd, there);
    } catch (error) {
      closeSync(there);
      throw error;
    }
    closeSync(this.fd);
    this.fd = there;
  }
}

/** Null: nothing is there. */
function openBackup(file: string): number | null {
  try {
    return openOwn(file, constants.O_APPEND);
  } catch {
    return null;
  }
}

function isBeginningOf(shorter: number, longer: number): boolean {
  const { size } = fstatSync(shorter);
  if (size > fstatSync(longer).size) return false;
  for (let at = 0; at < size; at += CHUNK_BYTES) {
    const end = Math.min(size, at + CHUNK_BYTES);
    if (!readRange(shorter, at, end).equals(readRange(longer, at, end))) return false;
  }
  return true;
}

/** Appends what `from` holds beyond the length of `to`. */
function copyFrom(from: number, to: number): void {
  const { size } = fstatSync(from);
  for (let at = fstatSync(to).size; at < size; at += CHUNK_BYTES) {
    writeAt(to, readRange(from, at, Math.min(size, at + CHUNK_BYTES)), null);
  }
}

/**
 * One torn line would make the whole file unreadable to a strict reader; a whole one only lacks its newline. However long
 * the line is, it is looked for to its start, as far as a log may be long. Gives the size.
 */
function mendTornTail(fd: number, isLine: (text: string) => boolean): number {
  const { size } = fstatSync(fd);
  const start = lastLineStart(fd, size);
  if (start === size) return size;
  // One that is longer than anything of ours stays, and what comes is a line of its own.
  if (start === null || isLine(readRange(fd, start, Math.min(size, start + MAX_WHOLE_LINE)).toString('utf8'))) {
    writeAt(fd, Buffer.from('\n'), null);
    return size + 1;
  }
  ftruncateSync(fd, start);
  return start;
}

/** A longer one is no entry of ours, bytes. */
const MAX_WHOLE_LINE = 64 * CHUNK_BYTES;

/** No log that we read is longer, bytes. */
const MAX_LOOK_BACK = 256 * CHUNK_BYTES;

/** Where the line that ends the file begins; `size` where it ends with a newline; null: further back than we look. */
function lastLineStart(fd: number, size: number): number | null {
  for (let end = size; end > 0; ) {
    if (size - end >= MAX_LOOK_BACK) return null;
    const start = Math.max(0, end - CHUNK_BYTES);
    const at = readRange(fd, start, end).lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}
