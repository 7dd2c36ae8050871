// Who restores a session keeps others from restoring the same one meanwhile.
import { createHash } from 'node:crypto';
import { closeSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { HomePaths } from '../protocol/homePaths';
import { openLocked } from '../store/fileLock';
import { ensureRuntimeDirectory } from '../store/runtimeDirectory';

/** Another restore of the same session is waited for, ms. */
const OTHERS_MS = 20_000;

/**
 * A lock in our own home, given back by what it returns; whichever Pod or row the session is restored by. Without one (no
 * `flock`, a full disk) what is there is looked at.
 */
export async function lockSession(home: HomePaths, sessionId: string): Promise<() => void> {
  const key = createHash('sha256').update(sessionId).digest('hex').slice(0, 16);
  const file = path.join(home.runtime, `.restoring-${key}`);
  try {
    if (!ensureRuntimeDirectory(home).ok) return () => {};
    const locked = await openLocked(file, OTHERS_MS);
    if (locked.kind !== 'taken') return () => {};
    return () => {
      // While it is held: who waits for it takes the next one.
      rmSync(file, { force: true });
      closeSync(locked.descriptor);
    };
  } catch {
    return () => {};
  }
}
