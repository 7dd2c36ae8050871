// Linux: who holds a lock on which file, out of the kernel's table.
import { statSync } from 'node:fs';
import { textOf } from './procFiles';

/** A line of the table: kind, whether it binds, mode, pid, `device:inode`, start, end (proc_locks(5)). */
const LINE = /(?:FLOCK|OFDLCK|POSIX)\s+\S+\s+\S+\s+(-?\d+)\s+(\S+:\S+:\d+)/;

/** See `System`. One that waits for a lock (`->`) has none. */
export function linuxLockHolders(): (file: string) => number | null {
  const holders = new Map<string, number>();
  for (const line of (textOf('/proc/locks') ?? '').split('\n')) {
    const [, pid, key] = line.includes('->') ? [] : (LINE.exec(line) ?? []);
    if (pid !== undefined && key !== undefined) holders.set(key, Number(pid));
  }
  return (file) => holders.get(keyOf(file) ?? '') ?? null;
}

/** As the table names a file; null where it is not there. */
function keyOf(file: string): string | null {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    // glibc's makedev: twelve bits of major, twenty of minor, in pieces.
    const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
    const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
    return `${major.toString(16).padStart(2, '0')}:${minor.toString(16).padStart(2, '0')}:${ino}`;
  } catch {
    return null;
  }
}
