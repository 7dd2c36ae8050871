// What the kernel says of a process: whether it lives, since when, on which terminal, and below whom.
import fs from 'node:fs';

/** One line of `/proc/PID/stat`. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** Field 22: clock ticks since the boot; with the pid it names one process for good. */
  readonly startTicks: string;
  /** Path of its controlling terminal (`/dev/pts/3`); null where it has none. */
  readonly terminal: string | null;
}

/** Ticks a second in what `/proc` says: fixed for user space on Linux. */
const TICKS = 100;
/** No chain of parents is followed further. */
const MAX_DEPTH = 64;

/** Null: no such process, or one that has ended and only waits to be collected; also where there is no `/proc`. */
export function processFacts(pid: number): ProcessFacts | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const text = readProc(`${pid}/stat`);
  // The name in brackets may hold blanks and brackets itself.
  const end = text?.lastIndexOf(')') ?? -1;
  if (text === null || end < 0) return null;
  const fields = text.slice(end + 2).split(' ');
  const [state = '', parent = '0'] = fields;
  const startTicks = fields[19];
  if (startTicks === undefined || state === 'Z' || state === 'X') return null;
  return { pid, parent: Number(parent), startTicks, terminal: terminalOf(Number(fields[4])) };
}

/** Is there a process of that pid? Without `/proc` (other systems) a signal that is not sent tells. */
export function isAlive(pid: number): boolean {
  if (processFacts(pid) !== null) return true;
  if (hasProc()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/** Unix ms of a start given in ticks; null where the boot's time is not known. */
export function startTime(startTicks: string): number | null {
  const boot = /^btime (\d+)$/m.exec(readProc('stat') ?? '')?.[1];
  return boot === undefined ? null : Number(boot) * 1000 + (Number(startTicks) * 1000) / TICKS;
}

/** The process, its parent, and so on up to the first. */
export function withAncestors(pid: number): readonly ProcessFacts[] {
  const chain: ProcessFacts[] = [];
  for (let at = processFacts(pid); at !== null && chain.length < MAX_DEPTH; at = processFacts(at.parent))
    chain.push(at);
  return chain;
}

/** Who holds a `flock` on which file: pid by `device:inode`, as `/proc/locks` writes it. */
export function lockHolders(): ReadonlyMap<string, number> {
  const holders = new Map<string, number>();
  for (const line of (readProc('locks') ?? '').split('\n')) {
    const [, pid, device, inode] = /(?:FLOCK|OFDLCK|POSIX)\s+\S+\s+\S+\s+(-?\d+)\s+(\S+:\S+):(\d+)/.exec(line) ?? [];
    if (pid !== undefined) holders.set(`${device}:${inode}`, Number(pid));
  }
  return holders;
}

/** The key of `lockHolders` for a file; null where it is not there. */
export function lockKey(file: string): string | null {
  try {
    const { dev, ino } = fs.statSync(file, { bigint: true });
    // glibc's makedev: twelve bits of major, twenty of minor, in pieces.
    const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
    const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
    return `${major.toString(16).padStart(2, '0')}:${minor.toString(16).padStart(2, '0')}:${ino}`;
  } catch {
    return null;
  }
}

function terminalOf(device: number): string | null {
  if (!Number.isFinite(device) || device === 0) return null;
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `/dev/pts/${(major - 136) * 256 + minor}`;
  return major === 4 ? `/dev/tty${minor}` : null;
}

function hasProc(): boolean {
  return readProc('self/stat') !== null;
}

function readProc(name: string): string | null {
  try {
    return fs.readFileSync(`/proc/${name}`, 'utf8');
  } catch {
    return null;
  }
}
