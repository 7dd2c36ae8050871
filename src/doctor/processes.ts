// What runs under a pid, and since when.
import { startTimeOf } from '../store/processIdentity';
import { thisSystem } from '../system/thisSystem';

/** Program and arguments, untrusted text; null: no such process, or nobody can know. */
export function commandOf(pid: number): string | null {
  return thisSystem.commandLine(pid)?.join(' ') ?? null;
}

/** Unix ms; null: not known. */
export function startedAt(pid: number): number | null {
  const startTime = startTimeOf(pid);
  return startTime === null ? null : thisSystem.startedAt(startTime);
}
