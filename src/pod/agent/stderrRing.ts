// What an agent says on stderr, on disk within a bound: the newest part, at all times.
import { closeSync, constants, fstatSync, ftruncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { makeDirectory } from '../../store/makeDirectory';
import { openOwnAnew, readRange } from '../../store/regularFile';

/** Bound of the file, bytes: it may lie in memory, and a Pod lives for months. */
const MAX_BYTES = 1024 * 1024;
/** What is left of it when it is full, bytes: each cut is one copy. */
const KEPT_BYTES = MAX_BYTES / 2;

export class StderrRing {
  private size = 0;

  private constructor(private fd: number | null) {}

  /** Begins the file anew, 0600. @throws file errors. */
  static open(file: string): StderrRing {
    makeDirectory(path.dirname(file));
    const fd = openOwnAnew(file, constants.O_APPEND);
    ftruncateSync(fd, 0);
    return new StderrRing(fd);
  }

  /** A disk that takes no more costs the chatter, not the agent. */
  write(chunk: Buffer): void {
    if (this.fd === null) return;
    try {
      const part = chunk.length > MAX_BYTES ? chunk.subarray(chunk.length - KEPT_BYTES) : chunk;
      if (this.size + part.length > MAX_BYTES) this.cut(this.fd, Math.max(0, KEPT_BYTES - part.length));
      this.size += writeSync(this.fd, part);
    } catch {
      // Nothing can be said about it where nothing can be written.
    }
  }

  /** The end of it, bytes at most. */
  tail(bytes: number): Buffer {
    if (this.fd === null) return Buffer.alloc(0);
    try {
      const { size } = fstatSync(this.fd);
      return readRange(this.fd, Math.max(0, size - bytes), size);
    } catch {
      return Buffer.alloc(0);
    }
  }

  close(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
  }

  private cut(fd: number, kept: number): void {
    const tail = this.tail(kept);
    ftruncateSync(fd, 0);
    this.size = writeSync(fd, tail);
  }
}
