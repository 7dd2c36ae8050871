// Whether a file is still the one that was read, so that unchanged files are not read again.
import type { BigIntStats, Stats } from 'node:fs';

/** Kernel times step by up to 10 ms: a file changed so recently may change once more and keep all its figures. */
const CLOCK_STEP_MS = 20;

/**
 * Equal texts mean an unchanged file, also where its time of change was set back: nobody can set the other one. Null: it
 * changed just now, so the next look has to read it again.
 */
export function fileSignature(stats: Stats | BigIntStats): string | null {
  const now = Date.now();
  const ctimeMs = Number(stats.ctimeMs);
  // In the future: the clock was set back, and may come by that time again.
  if (isRecent(Number(stats.mtimeMs), now) || ctimeMs > now - CLOCK_STEP_MS) return null;
  const { size, ino } = stats;
  // Joined: a template leaves the engine the tree of its parts, four times the memory, and of thousands of Pods each keeps two.
  if ('mtimeNs' in stats) return [stats.mtimeNs, stats.ctimeNs, size, ino].join(':');
  return [stats.mtimeMs, stats.ctimeMs, size, ino].join(':');
}

function isRecent(ms: number, now: number): boolean {
  return Math.abs(now - ms) < CLOCK_STEP_MS;
}
