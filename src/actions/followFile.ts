// Looks at a file again whenever it may have changed.
import { existsSync, type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { errorText } from '../store/fileErrors';

/**
 * Calls `look` at once and after every change of the file, one call at a time, until `signal` aborts. The file need not be
 * there yet, nor its directory: a Pod writes nothing before its first activity.
 * @returns why it cannot be followed any longer; null after the abort. @throws what `look` throws.
 */
export async function followFile(file: string, look: () => Promise<void>, signal: AbortSignal): Promise<string | null> {
  let wake: () => void = () => {};
  const watched = new NearestWatch(path.dirname(file), () => wake());
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted && watched.fault === null) {
      // Made before we look: a change while we look is not missed.
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      watched.renew();
      await look();
      if (!signal.aborted && watched.fault === null && watched.isNearest()) await changed;
    }
    return signal.aborted ? null : watched.fault;
  } finally {
    signal.removeEventListener('abort', onAbort);
    watched.close();
  }
}

/** Watches a directory (its files may not exist yet, and may be replaced), or the nearest above it that is there. */
class NearestWatch {
  /** Why nothing is watched any more. */
  fault: string | null = null;
  private watcher: FSWatcher | null = null;
  private watched = '';

  constructor(
    private readonly directory: string,
    private readonly changed: () => void,
  ) {}

  renew(): void {
    if (this.watcher !== null && this.isNearest()) return;
    this.close();
    this.watched = this.nearest();
    try {
      this.watcher = watch(this.watched, this.changed);
      this.watcher.on('error', (error) => this.fail(error));
    } catch (error) {
      this.fail(error);
    }
  }

  /** False: a directory has come or gone since. */
  isNearest(): boolean {
    return this.watched === this.nearest();
  }

  close(): void {
    this.watcher?.close();
    this.watcher = null;
  }

  private fail(error: unknown): void {
    this.fault = errorText(error);
    this.changed();
  }

  private nearest(): string {
    let directory = this.directory;
    while (!existsSync(directory) && path.dirname(directory) !== directory) directory = path.dirname(directory);
    return directory;
  }
}
