// What a terminal in its usual (canonical) mode would cut off: the system keeps so much of a line and drops the rest unsaid.
import { spawnSync } from 'node:child_process';
import { inputText } from '../../protocol/logEntry';
import { thisSystem } from '../../system/thisSystem';

/** Bytes of a line without its Enter. */
const MAX_LINE_BYTES = thisSystem.maxTerminalLine;
const STTY_TIMEOUT_MS = 1000;

/**
 * A clause on why the input would not arrive whole; null: it would. `readsLines` is asked only where it matters, as it has
 * a price.
 */
export function lineLimitFault(segments: readonly unknown[], readsLines: () => boolean): string | null {
  const lines = inputText(segments).split(/\r\n|\r|\n/);
  const long = lines.findIndex((line) => line.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(line) > MAX_LINE_BYTES);
  if (long < 0 || !readsLines()) return null;
  const which = lines.length === 1 ? 'this one' : `line ${long + 1}`;
  const bytes = Buffer.byteLength(lines[long] ?? '');
  const limit = `the system cuts each at ${MAX_LINE_BYTES} bytes`;
  return `the program reads lines from its terminal, of which ${limit}; ${which} has ${bytes}. Nothing was typed; break it into lines, or send a file's name`;
}

/** Whether a program that reads that terminal gets whole lines (`icanon`). False: it reads keys, or nobody can tell. */
export function isCanonical(terminal: number): boolean {
  const told = spawnSync('stty', ['-a'], { stdio: [terminal, 'pipe', 'ignore'], timeout: STTY_TIMEOUT_MS });
  return told.status === 0 && /(?:^|\s)icanon\b/.test(told.stdout.toString('latin1'));
}
