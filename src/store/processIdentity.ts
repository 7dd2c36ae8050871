// What tells a process from a later one with its pid, and one kernel's life from the next.
import { readFileSync, readlinkSync } from 'node:fs';
import { errnoOf } from './fileErrors';

/** Among the kernel's flags of a process, field 9 of its `stat`. */
const PF_EXITING = 0x4;

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

/** In the system's own count. Null where there is no such process, where it is on its way out or not yet waited for, or nobody can know. */
export function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 22, counted behind the name, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Its socket may close before it is a zombie.
    const isEnding = fields[0] === 'Z' || fields[0] === 'X' || (Number(fields[6]) & PF_EXITING) !== 0;
    return isEnding ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Of the kernel since it was started; null: not known. */
export function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return null;
  }
}

/** In which our pids mean something (containers); null: not known. */
export function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}
