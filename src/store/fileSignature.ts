// Whether a file is still the one that was read, so that unchanged files are not read again.
import type { BigIntStats } from 'node:fs';

/** Kernel times step by up to 10 ms: a file changed so recently may change once more and keep all its figures. */
const CLOCK_STEP_MS = 20;

/** Equal texts mean an unchanged file. Null: it changed just now, so the next look has to read it again. */
export function fileSignature(stats: BigIntStats): string | null {
  if (Math.abs(Date.now() - Number(stats.mtimeMs)) < CLOCK_STEP_MS) return null;
  return `${stats.mtimeNs}:${stats.size}:${stats.ino}`;
}
