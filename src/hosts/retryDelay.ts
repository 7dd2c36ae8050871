// How long a host that is not reached is left alone before it is tried again.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** Many hosts behind one line must not come back in step. */
const SPREAD = 0.3;

/** `failures` from 1; `chance` 0 … 1. @returns ms. */
export function retryDelay(failures: number, chance: number): number {
  const plain = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(16, Math.max(0, failures - 1)));
  return Math.round(plain * (1 - SPREAD + 2 * SPREAD * chance));
}
