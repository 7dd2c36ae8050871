// The picker alone (`-r`) in a terminal, from the command to its first rows and to the complete list, with what that cost.
import xterm from '@xterm/headless';
import { cpuOf, peakOf } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { now } from './statistics.mjs';

export const SIZE = { cols: 100, rows: 30 };
const TIMEOUT_MS = 120_000;

/**
 * @param first texts that the first page must show; also what tells it from the whole screen.
 * @param complete a text that stands only where all has been read; null: not waited for.
 * @param during called once the first page is there, with the terminal and what waits for a text on its screen.
 * @returns `{ first: { ms, cpu }, complete: { ms, cpu } | null, peak }`, memory in MB.
 */
export async function pickerRun(home, { first, complete = null, during = null, cwd = '/' }) {
  const screen = makeScreen();
  const from = now();
  const terminal = openTerminal(home.podwatch('-r'), { env: home.env, cwd, ...SIZE, screen });
  const cost = () => ({ ms: now() - from, cpu: cpuOf(terminal.pid) });
  // A list that is read bit by bit is drawn by what differs: only its screen says what stands there.
  const shows = (texts) => shown(screen, texts);
  await shows(first);
  const atFirst = cost();
  await during?.(terminal, shows);
  let atEnd = null;
  if (complete !== null) {
    await shows(complete);
    atEnd = cost();
  }
  const peak = peakOf(terminal.pid);
  terminal.send('q');
  await Promise.race([terminal.exit, new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  await terminal.close();
  screen.dispose();
  return { first: atFirst, complete: atEnd, peak };
}

/** Resolves when the screen shows every one of `texts` (texts, or what tells it from the whole screen). */
export function shown(screen, texts, timeoutMs = TIMEOUT_MS) {
  const wanted = [texts].flat().map((each) => (typeof each === 'function' ? each : (text) => text.includes(each)));
  return new Promise((resolve, reject) => {
    const look = () => {
      const text = textOf(screen);
      if (!wanted.every((isThere) => isThere(text))) return;
      clearTimeout(timer);
      parsed.dispose();
      resolve();
    };
    const timer = setTimeout(() => {
      parsed.dispose();
      reject(new Error(`${timeoutMs} ms passed while waiting for ${texts} in:\n${textOf(screen)}`));
    }, timeoutMs);
    const parsed = screen.onWriteParsed(look);
    look();
  });
}

/** What a terminal of that size shows of the bytes it is given. */
export const makeScreen = () => new xterm.Terminal({ ...SIZE, allowProposedApi: true });

function textOf({ buffer }) {
  const { active } = buffer;
  return Array.from(
    { length: SIZE.rows },
    (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
  ).join('\n');
}
