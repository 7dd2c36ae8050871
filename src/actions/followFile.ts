// Looks at a file again whenever it may have changed.
import { type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';

/** Not every change makes an event: looked at all the same so often, ms; and where there can be no watch. */
const SLOW_LOOK_MS = 10_000;
const UNWATCHED_LOOK_MS = 1000;

/**
 * Calls `look` at once and after every change of the file, one call at a time, until `signal` aborts. The file need not be
 * there yet, nor its directory: a Pod writes nothing before its first activity. @throws what `look` throws.
 */
export async function followFile(
  file: string,
  look: () => Promise<void>,
  signal: AbortSignal,
  slowLookMs = SLOW_LOOK_MS,
): Promise<void> {
  let wake: () => void = () => {};
  const watched = new NearestWatch(file, () => wake());
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      // Made before we look: a change while we look is not missed.
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      watched.renew();
      await look();
      if (signal.aborted || !watched.isNearest()) continue;
      const late = setTimeout(() => wake(), watched.isWatching ? slowLookMs : Math.min(slowLookMs, UNWATCHED_LOOK_MS));
      await changed;
      clearTimeout(late);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    watched.close();
  }
}

/**
 * Watches a file's directory (it may not exist yet, and may be replaced), or the nearest above it that is there. What else
 * is in it, such as the files of other Pods, is not heard.
 */
class NearestWatch {
  private readonly directory: string;
  private watcher: FSWatcher | null = null;
  private watched = '';

  constructor(
    private readonly file: string,
    private readonly changed: () => void,
  ) {
    this.directory = path.dirname(file);
  }

  /** False: the system gives no watch. */
  get isWatching(): boolean {
    return this.watcher !== null;
  }

  renew(): void {
    if (this.watcher !== null && this.isNearest()) return;
    this.close();
    this.watched = this.nearest();
    const directory = nearestPath(this.directory);
    const [awaited] = path.relative(directory, this.file).split(path.sep);
    try {
      this.watcher = watch(directory, (_event, name) => {
        // Its own name: the directory itself has gone.
        if (name === null || name === awaited || name === path.basename(directory)) this.changed();
      });
      this.watcher.on('error', () => {
        this.close();
        this.changed();
      });
    } catch {
      this.watcher = null;
    }
  }

  /** False: a directory has come, gone or been swapped since. */
  isNearest(): boolean {
    return this.watched === this.nearest();
  }

  close(): void {
    this.watcher?.close();
    this.watcher = null;
  }

  private nearest(): string {
    const directory = nearestPath(this.directory);
    return `${inodeOf(directory) ?? ''} ${directory}`;
  }
}

function nearestPath(wanted: string): string {
  let directory = wanted;
  while (inodeOf(directory) === null && path.dirname(directory) !== directory) directory = path.dirname(directory);
  return directory;
}

function inodeOf(directory: string): number | null {
  try {
    return statSync(directory).ino;
  } catch {
    return null;
  }
}
