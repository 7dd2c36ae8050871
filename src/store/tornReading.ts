// A file that others rewrite in place can be seen empty or half written: a reading says whether that may be so.

/** `torn`: the file may just be being written; look again before believing it. */
export interface Reading<T> {
  readonly value: T;
  readonly torn: boolean;
}

/** A write that began longer ago than this is over, ms: what it left is what the file holds. */
const WRITE_LASTS_MS = 1000;

/** Can a file with this time of change (Unix ms) still be in the middle of a rewrite? */
export function mayBeInWriting(mtimeMs: number): boolean {
  return Math.abs(Date.now() - mtimeMs) < WRITE_LASTS_MS;
}

/** Waits between the tries, ms: about 100 ms in all. */
export const RETRY_DELAYS = [20, 30, 50] as const;
