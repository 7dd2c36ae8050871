// Whether a process has been stopped by a signal, as Ctrl+Z and `kill -STOP` do it.
import { thisSystem } from '../system/thisSystem';

/** False where nobody can know. */
export function isStopped(pid: number): boolean {
  return thisSystem.processStat(pid)?.state === 'stopped';
}
