// Who writes a segment log: a lock of the kernel on the file itself, whatever record or runtime directory leads to it.
import { closeSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorText } from './fileErrors';
import { isAt, openLocked } from './fileLock';
import { makeDirectory } from './makeDirectory';
import { type Claimed, refused } from './registerPod';

/** A process of ours that only looks never has this lock; who has it keeps it. */
const LOCK_TIMEOUT_MS = 0;

/** Beside the descriptor that is written through: a log that is put back is another file, and is locked anew. */
export class WriterLock {
  private descriptor: number | null = null;
  private taking: Promise<boolean> | null = null;
  private isReleased = false;

  constructor(private readonly file: string) {}

  /** For a log of an earlier life. Refused where another process writes it. Makes the file where it is missing. */
  static async take(file: string): Promise<Claimed<WriterLock>> {
    const lock = new WriterLock(file);
    try {
      if (await lock.keep()) return { ok: true, value: lock };
      return refused(`Another process writes the session log ${file}. Stop its Pod first.`, true);
    } catch (error) {
      return refused(`The session log ${file} cannot be locked: ${errorText(error)}`);
    }
  }

  /** False: not yet, or the path leads to another file by now. */
  get isOwn(): boolean {
    return this.descriptor !== null && isAt(this.file, this.descriptor);
  }

  /** Takes it where it is not ours; resolves with whether it is. @throws file errors. */
  async keep(): Promise<boolean> {
    if (this.isOwn) return true;
    this.taking ??= this.takeAnew().finally(() => {
      this.taking = null;
    });
    return this.taking;
  }

  release(): void {
    this.isReleased = true;
    this.letGo();
  }

  private async takeAnew(): Promise<boolean> {
    makeDirectory(path.dirname(this.file));
    const locked = await openLocked(this.file, LOCK_TIMEOUT_MS);
    if (locked.kind === 'fault') throw new Error(locked.message);
    if (locked.kind === 'held') return false;
    this.letGo();
    this.descriptor = locked.descriptor;
    if (this.isReleased) this.letGo();
    return !this.isReleased;
  }

  private letGo(): void {
    const { descriptor } = this;
    this.descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Which file stands there, and how long it is; null: none. @throws file errors. */
export function standingOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}:${stats.size}`;
}
