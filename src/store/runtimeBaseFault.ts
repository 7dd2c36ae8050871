// Whether the base directory for runtime files that the environment names is the user's own.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { errorWords, isMissing } from './fileErrors';
import { isOwn } from './socketOwner';

/**
 * Why `XDG_RUNTIME_DIR` is passed over, as a clause: it must be absolute and the user's own, and after `su` or `sudo -u` it
 * is often somebody else's. Null: it can be used, or made.
 */
export function runtimeBaseFault(directory: string): string | null {
  if (!path.isAbsolute(directory)) return 'it is not an absolute path';
  try {
    const stats = statSync(directory);
    if (!stats.isDirectory()) return 'it is not a directory';
    if (!isOwn(stats.uid)) return `it belongs to another user (uid ${stats.uid})`;
    accessSync(directory, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    if (!isMissing(error)) return errorWords(error);
    // It comes back at the next login; where nobody but the system could make it there is none.
    return canBeMade(directory) ? null : 'it does not exist';
  }
}

function canBeMade(directory: string): boolean {
  const above = path.dirname(directory);
  try {
    accessSync(above, constants.W_OK | constants.X_OK);
    return isOwn(statSync(above).uid);
  } catch (error) {
    return isMissing(error) && above !== directory && canBeMade(above);
  }
}
