// The picker alone (`-r`) in a terminal, from the command to its first rows and to the complete list, with what that cost.

import { cpuOf, peakOf } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { now } from './statistics.mjs';

/**
 * @param first texts of the rows that the first page must hold.
 * @param complete a text that stands only where all has been read; null: not waited for.
 * @param during called once the first page is there, with the terminal.
 * @returns `{ first: { ms, cpu }, complete: { ms, cpu } | null, peak }`, memory in MB.
 */
export async function pickerRun(home, { first, complete = null, during = null }) {
  const from = now();
  const terminal = openTerminal(home.podwatch('-r'), { env: home.env, cols: 100, rows: 30 });
  const cost = () => ({ ms: now() - from, cpu: cpuOf(terminal.pid) });
  await terminal.waitFor(first);
  const atFirst = cost();
  await during?.(terminal);
  let atEnd = null;
  if (complete !== null) {
    await terminal.waitFor(complete);
    atEnd = cost();
  }
  const peak = peakOf(terminal.pid);
  terminal.send('q');
  await Promise.race([terminal.exit, new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  await terminal.close();
  return { first: atFirst, complete: atEnd, peak };
}
