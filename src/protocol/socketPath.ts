// Which texts can be the path of a Pod's socket: anything else could become a TCP port, another file or a cut-off path.
import path from 'node:path';
import { thisSystem } from '../system/thisSystem';

/** Why nobody may connect to it, as a clause; null if one may. */
export function socketFault(socketPath: string): string | null {
  if (!path.isAbsolute(socketPath) || socketPath.includes('\0')) return 'its socket path is not an absolute path';
  return isSocketPathLong(socketPath) ? `its socket path is longer than ${thisSystem.maxSocketPath} bytes` : null;
}

/** Of more the system would bind, or connect to, the beginning (formats §1). */
export function isSocketPathLong(socketPath: string): boolean {
  return Buffer.byteLength(socketPath) > thisSystem.maxSocketPath;
}
