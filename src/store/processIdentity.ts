// What tells a process from a later one with its pid, and one kernel's life from the next.
import { thisSystem } from '../system/thisSystem';
import { errnoOf } from './fileErrors';

/** There is a process of that pid, whoever's (formats §3, life of an entry). */
export function isProcessAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
}

/** In the system's own words. Null where there is no such process, where it is on its way out or not yet waited for, or nobody can know. */
export function startTimeOf(pid: number): string | null {
  const stat = thisSystem.processStat(pid);
  return stat === null || stat.state === 'ending' || stat.state === 'ended' ? null : stat.startTime;
}

/** See `System`. */
export const { bootId, pidNamespace } = thisSystem;
