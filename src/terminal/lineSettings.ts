// The line settings of a terminal, in the words of `stty -g`: asked before anything changes them, to be put back by whoever can.
import { spawnSync } from 'node:child_process';

const STTY_TIMEOUT_MS = 1000;

/** Empty: nobody can say. */
export function lineSettings(input: number): string {
  const found = spawnSync('stty', ['-g'], { stdio: [input, 'pipe', 'ignore'], timeout: STTY_TIMEOUT_MS });
  return found.status === 0 ? found.stdout.toString('latin1').trim() : '';
}
