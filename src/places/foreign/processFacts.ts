// What the kernel says of a process: whether it lives, since when, on which terminal, and below whom.
import { thisSystem } from '../../system/thisSystem';

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** In the system's own words (Linux: clock ticks since the boot); with the pid it names one process for good. */
  readonly startTicks: string;
  /** Path of its controlling terminal (`/dev/pts/3`); null where it has none. */
  readonly terminal: string | null;
}

/** No chain of parents is followed further. */
const MAX_DEPTH = 64;

/** Null: no such process, or one that has ended and only waits to be collected; also where nobody can know. */
export function processFacts(pid: number): ProcessFacts | null {
  const stat = thisSystem.processStat(pid);
  if (stat === null || stat.state === 'ended') return null;
  return { pid, parent: stat.parent, startTicks: stat.startTime, terminal: stat.terminal };
}

/** Is there a process of that pid? Where nobody can know, a signal that is not sent tells. */
export function isAlive(pid: number): boolean {
  if (processFacts(pid) !== null) return true;
  if (processFacts(process.pid) !== null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/** Unix ms of a start; null where the boot's time is not known. */
export const startTime = thisSystem.startedAt;

/** The process, its parent, and so on up to the first. */
export function withAncestors(pid: number): readonly ProcessFacts[] {
  const chain: ProcessFacts[] = [];
  for (let at = processFacts(pid); at !== null && chain.length < MAX_DEPTH; at = processFacts(at.parent))
    chain.push(at);
  return chain;
}
