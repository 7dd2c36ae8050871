// What runs under a pid, and since when. Linux alone tells.
import { readFileSync } from 'node:fs';
import { startTimeOf } from '../store/processIdentity';

/** Ticks a second in the system's count of start times: the same on every Linux. */
const TICKS = 100;

/** Program and arguments, untrusted text; null: no such process, or nobody can know. */
export function commandOf(pid: number): string | null {
  return wordsOf(pid)?.join(' ') ?? null;
}

export function wordsOf(pid: number): readonly string[] | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    return words.length === 0 ? null : words;
  } catch {
    return null;
  }
}

/** Unix ms; null: not known. */
export function startedAt(pid: number): number | null {
  const ticks = startTimeOf(pid);
  if (ticks === null) return null;
  try {
    const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
    return boot === undefined ? null : (Number(boot) + Number(ticks) / TICKS) * 1000;
  } catch {
    return null;
  }
}
