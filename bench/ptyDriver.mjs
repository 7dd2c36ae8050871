// A program in a pseudo-terminal, read as bytes: the same driver for every subject, so that its cost cancels out.
import fs from 'node:fs';
import { spawn } from '@lydell/node-pty';

const started = new Set();

/** Ends what is still open: also when a bench fails in the middle. */
export async function closeAllTerminals() {
  await Promise.all([...started].map((terminal) => terminal.close()));
}

/** Starts `argv`; `env` is its whole environment. `screen`: a headless terminal that shows what comes. */
export function openTerminal(argv, { env, cols = 80, rows = 24, cwd = '/', screen = null }) {
  const [program, ...args] = argv;
  const pty = spawn(program, args, { name: 'xterm-256color', cols, rows, cwd, env, encoding: null });
  // Held open so that the last output is not lost with the exit.
  let slave = null;
  try {
    slave = fs.openSync(pty.ptsName, fs.constants.O_RDWR | fs.constants.O_NOCTTY);
  } catch {}
  let ended = false;
  let total = 0;
  /** The newest output, bounded: what is looked for is always near the end. */
  let tail = Buffer.alloc(0);
  let waiting = null;
  pty.onData((data) => {
    const bytes = Buffer.from(data.buffer ?? data, data.byteOffset, data.length);
    total += bytes.length;
    screen?.write(bytes);
    tail = bytes.length >= TAIL_BYTES ? bytes : Buffer.concat([tail.subarray(-TAIL_BYTES), bytes]);
    waiting?.();
  });
  const exit = new Promise((resolve) => {
    pty.onExit(() => {
      ended = true;
      waiting?.();
      resolve();
    });
  });
  const terminal = {
    pid: pty.pid,
    exit,
    bytes: () => total,
    tail: () => tail,
    /** Forgets the output so far; the next wait sees only what comes from now on. */
    forget: () => {
      tail = Buffer.alloc(0);
    },
    send: (keys) => pty.write(keys),
    /** Resolves when the output since `forget` holds every one of `texts`. */
    waitFor: (texts, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        const wanted = [texts].flat().map((text) => Buffer.from(text));
        const finish = (settle, value) => {
          waiting = null;
          clearTimeout(timer);
          settle(value);
        };
        const fail = (why) => {
          const shown = JSON.stringify(tail.subarray(-600).toString());
          finish(reject, new Error(`${why} while waiting for ${JSON.stringify(texts)}; the last output: ${shown}`));
        };
        const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
        waiting = () => {
          if (wanted.every((text) => tail.includes(text))) finish(resolve);
          else if (ended) fail('The program ended');
        };
        waiting();
      }),
    close: async () => {
      started.delete(terminal);
      if (!ended) {
        pty.kill('SIGKILL');
        await exit;
      }
      if (slave !== null) fs.closeSync(slave);
      slave = null;
    },
  };
  started.add(terminal);
  return terminal;
}

const TAIL_BYTES = 256 * 1024;
