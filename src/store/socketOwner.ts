// Whose a socket is, told before anything is said to whoever listens on it.
import { lstatSync } from 'node:fs';

/**
 * Why nothing should be said there, as a clause; null: the socket is the user's own, or not there. Node cannot ask the
 * kernel who listens; whose the file is says who bound it, as long as nobody else may write in its directory.
 */
export function strangerFault(socketPath: string): string | null {
  try {
    const uid = lstatSync(socketPath, { throwIfNoEntry: false })?.uid;
    return uid === undefined || isOwn(uid) ? null : `its socket belongs to another user (uid ${uid})`;
  } catch {
    // Who connects learns why.
    return null;
  }
}

/** Where the system knows no users everything is one's own. */
export function isOwn(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid;
}
