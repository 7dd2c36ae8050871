// Looks at a file again whenever it may have changed.
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { errorText } from '../store/fileErrors';

/**
 * Calls `look` at once and after every change of the file, one call at a time, until `signal` aborts.
 * @returns why it cannot be followed any longer; null after the abort.
 */
export async function followFile(file: string, look: () => Promise<void>, signal: AbortSignal): Promise<string | null> {
  let wake: () => void = () => {};
  let watcher: FSWatcher;
  let fault: string | null = null;
  try {
    // The directory: the file may not exist yet, and may be replaced.
    watcher = watch(path.dirname(file), { signal }, () => wake());
  } catch (error) {
    return errorText(error);
  }
  watcher.on('error', (error) => {
    fault = signal.aborted ? null : errorText(error);
    wake();
  });
  signal.addEventListener('abort', () => wake(), { once: true });
  while (!signal.aborted && fault === null) {
    // Made before we look: a change while we look is not missed.
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await look();
    if (!signal.aborted && fault === null) await changed;
  }
  watcher.close();
  return fault;
}
