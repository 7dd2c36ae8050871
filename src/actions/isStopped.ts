// Whether a process has been stopped by a signal, as Ctrl+Z and `kill -STOP` do it.
import { readFileSync } from 'node:fs';

/** Only Linux tells (`/proc`); false where nobody can know. */
export function isStopped(pid: number): boolean {
  try {
    // Behind the name, which may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')')).startsWith(') T ');
  } catch {
    return false;
  }
}
