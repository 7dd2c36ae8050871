// Which names in which directories changed: one `fs.watch` a directory, and a slow sweep, as not every event comes.
import fs from 'node:fs';
import path from 'node:path';
import { NEVER, Observable } from 'rxjs';
import { DirectoryLook } from './directoryLook';
import { SlowSweep, type Swept } from './slowSweep';

/**
 * Hints to look again at a name in `directory`, or at all of it (null). The directory need not exist yet. What is to be known
 * of it is read by who listens already: no hint tells of what was there before.
 */
export type DirectoryChanges = (directory: string) => Observable<string | null>;

/** For who reads once: no watch, and no second look. */
export const UNWATCHED: DirectoryChanges = () => NEVER;

type Listener = (name: string | null) => void;
type Watch = (directory: string, listener: (event: string, name: string | null) => void) => fs.FSWatcher;

/** How often directories without a watch are looked at, ms. */
const SWEEP_MS = 3000;
/**
 * So many are looked at as their watch begins, right before they are read: from then on the slow look knows what has changed.
 * Of more that would hold up the list; they are read once more at their first look.
 */
const LOOKED_AT_ONCE = 512;

/**
 * A family of watches: each directory is watched once, however many listen. When watches run out (ENOSPC throws), the
 * directories that got none are swept: a null hint every few seconds, on which the listeners compare file times. All
 * others are looked at more seldom (`lookMs`), and a null hint comes where something is not as it was.
 */
export function directoryWatches({
  watch = fs.watch as Watch,
  sweepMs = SWEEP_MS,
  lookMs = undefined as number | undefined,
} = {}): DirectoryChanges {
  const open = new Map<string, WatchedDirectory>();
  const sweep = new Sweep(sweepMs);
  const slow = new SlowSweep(lookMs);
  return (directory) =>
    new Observable((subscriber) => {
      const watched = open.get(directory) ?? new WatchedDirectory(directory, watch, sweep, slow);
      open.set(directory, watched);
      const listener: Listener = (name) => subscriber.next(name);
      watched.listeners.add(listener);
      return () => {
        watched.listeners.delete(listener);
        if (watched.listeners.size > 0) return;
        watched.close();
        open.delete(directory);
      };
    });
}

/** One timer for all directories that have no watch. */
class Sweep {
  private readonly listeners = new Set<Listener>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly everyMs: number) {}

  add(listener: Listener): void {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => {
      for (const each of [...this.listeners]) each(null);
    }, this.everyMs);
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}

/** While the directory is missing, its nearest existing ancestor is watched for the next part of its path. */
class WatchedDirectory implements Swept {
  readonly listeners = new Set<Listener>();
  private watcher: fs.FSWatcher | null = null;
  private target = '';
  private inode: number | null = null;
  private readonly look: DirectoryLook;

  constructor(
    private readonly directory: string,
    private readonly watch: Watch,
    private readonly unwatched: Sweep,
    private readonly slow: SlowSweep,
  ) {
    this.look = new DirectoryLook(directory);
    this.arm();
    if (slow.size < LOOKED_AT_ONCE) this.look.isAsBefore();
    slow.add(this);
  }

  close(): void {
    this.slow.remove(this);
    this.disarm();
  }

  /** Not every change makes an event: one above us has been moved, the queue was full, the file system has none. */
  sweep(isFull: boolean): void {
    const isSame = this.look.isAsBefore();
    // One look tells of most that nothing has moved.
    const isThere = this.target === this.directory && this.look.lastInode !== null;
    const isSamePlace = isThere
      ? this.look.lastInode === this.inode
      : nearestExisting(this.directory) === this.target && inodeOf(this.target) === this.inode;
    if (!isSamePlace) this.rearm();
    if (isFull || !isSame) this.notify(null);
  }

  private disarm(): void {
    this.watcher?.close();
    this.watcher = null;
    this.unwatched.remove(this.notify);
  }

  private readonly notify: Listener = (name) => {
    for (const listener of [...this.listeners]) listener(name);
  };

  private arm(): void {
    this.disarm();
    do {
      this.watcher?.close();
      this.target = nearestExisting(this.directory);
      this.inode = inodeOf(this.target);
      this.watcher = this.tryWatch(this.target);
      if (this.watcher === null) {
        this.unwatched.add(this.notify);
        return;
      }
      // Made between the look and the watch: then the watch would wait for a creation that is already over.
    } while (nearestExisting(this.directory) !== this.target || inodeOf(this.target) !== this.inode);
  }

  private tryWatch(target: string): fs.FSWatcher | null {
    try {
      const watcher = this.watch(target, (event, name) => this.onEvent(event, name));
      watcher.on('error', () => this.rearm());
      return watcher;
    } catch {
      return null;
    }
  }

  private onEvent(event: string, name: string | null): void {
    if (this.target === this.directory) {
      this.notify(name);
      if (event === 'rename' && inodeOf(this.target) !== this.inode) this.rearm();
      return;
    }
    const awaited = path.relative(this.target, this.directory).split(path.sep)[0];
    if (name === null || name === awaited || name === path.basename(this.target)) this.rearm();
  }

  private rearm(): void {
    if (this.listeners.size === 0) return;
    this.arm();
    this.notify(null);
  }
}

function nearestExisting(directory: string): string {
  let at = directory;
  while (!isDirectory(at) && path.dirname(at) !== at) at = path.dirname(at);
  return at;
}

function isDirectory(at: string): boolean {
  try {
    return fs.statSync(at).isDirectory();
  } catch {
    return false;
  }
}

function inodeOf(at: string): number | null {
  try {
    return fs.statSync(at).ino;
  } catch {
    return null;
  }
}
