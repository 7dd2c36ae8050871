// Whether a process is the one that listens on a socket: a pid in a file may have been recycled.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Only Linux tells (`/proc`); false where nobody can know. */
export function listensOn(pid: number, socketPath: string): boolean {
  try {
    const inodes = socketInodes(socketPath);
    if (inodes.size === 0) return false;
    return readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.has(linkTarget(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false;
  }
}

/** `socket:[inode]` of every socket bound to that path; the 7th column of the table is the inode, the rest the path. */
function socketInodes(socketPath: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of readFileSync('/proc/net/unix', 'utf8').split('\n')) {
    const columns = /^\S+ \S+ \S+ \S+ \S+ \S+\s+(\d+) (.*)$/.exec(line);
    if (columns !== null && columns[2] === socketPath) found.add(`socket:[${columns[1]}]`);
  }
  return found;
}

function linkTarget(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
