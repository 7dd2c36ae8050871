// The user's terminal, taken for an attach and always given back: raw without output processing, on its own screen.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import type tty from 'node:tty';
import { errnoOf } from '../store/fileErrors';
import { ENTER_SCREEN, FENCE_ANSWER, leaveScreen } from './terminalModes';
import { TouchedTerminal } from './touchedTerminal';

/** The two sides of one terminal, as `process.stdin` and `process.stdout` are. */
export type TerminalInput = tty.ReadStream & { readonly fd: number };
export type TerminalOutput = tty.WriteStream & { readonly fd: number };

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;
export type EndSignal = (typeof SIGNALS)[number];

/** Bounds, ms: stty; output that still waits when we leave; late replies of the terminal, with and without a question. */
const STTY_TIMEOUT_MS = 1000;
const DRAIN_TIMEOUT_MS = 2000;
const FENCE_TIMEOUT_MS = 1000;
const LATE_REPLIES_MS = 30;
/** A terminal that takes nothing for so many tries of `WRITE_RETRY_MS` does not get its modes back. */
const WRITE_TRIES = 100;
const WRITE_RETRY_MS = 5;

export interface TakenTerminal {
  /** Resolves when output reaches the terminal byte by byte as it is written. */
  readonly ready: Promise<void>;
  /** One of SIGTERM, SIGHUP, SIGINT, SIGQUIT has come; everything is given back already. */
  readonly signalled: Promise<EndSignal>;
  /** From here on the terminal shows the Pod. `title`: safe text. */
  enterScreen(title: string): void;
  /** Shows bytes of the Pod. False: the terminal is full, `drain` follows. */
  write(bytes: Buffer): boolean;
  /** Ends the whole thing; after a normal end what was written is shown first and late input is swallowed. */
  giveBack(): Promise<void>;
}

/** Owns `input` and `output`, which are the same terminal, until `giveBack`. */
export function takeTerminal(input: TerminalInput, output: TerminalOutput): TakenTerminal {
  let isEntered = false;
  let isTaken = true;
  const touched = new TouchedTerminal();
  const restoreNow = () => {
    if (!isTaken) return;
    isTaken = false;
    if (isEntered) writeWhole(output.fd, leaveScreen(touched.undo, false));
    // The modes first: what the terminal answers to them must not be echoed. Raw mode off brings back every line flag.
    setRaw(input, false);
  };
  let tellSignal: (signal: EndSignal) => void = () => {};
  const signalled = new Promise<EndSignal>((resolve) => {
    tellSignal = resolve;
  });
  const onSignal = (signal: NodeJS.Signals) => {
    restoreNow();
    tellSignal(SIGNALS.find((known) => known === signal) ?? 'SIGTERM');
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  // A crash, or an end that somebody else decides.
  process.on('exit', restoreNow);
  // A terminal that is gone (EIO) is told by SIGHUP and the end of input.
  const ignore = () => {};
  input.on('error', ignore);
  output.on('error', ignore);
  setRaw(input, true);
  keepLoopFree(output);
  return {
    ready: noOutputProcessing(input),
    signalled,
    enterScreen: (title) => {
      if (!isTaken) return;
      isEntered = true;
      output.write(`${ENTER_SCREEN}\x1b]2;${title}\x07`);
    },
    write: (bytes) => {
      touched.wrote(bytes);
      return output.write(bytes);
    },
    giveBack: async () => {
      if (isTaken && isEntered) {
        await drained(output);
        const { mayAnswer } = touched;
        if (isTaken) writeWhole(output.fd, leaveScreen(touched.undo, mayAnswer));
        isEntered = false;
        await swallowInput(input, mayAnswer);
      }
      restoreNow();
      for (const signal of SIGNALS) process.off(signal, onSignal);
      process.off('exit', restoreNow);
      input.off('error', ignore);
      output.off('error', ignore);
      input.pause();
    },
  };
}

function setRaw(input: TerminalInput, on: boolean): void {
  try {
    input.setRawMode(on);
  } catch {
    // The terminal is gone.
  }
}

/**
 * Node's raw mode keeps OPOST and ONLCR, which would turn each LF of the Pod into CR LF. Without stty that is all that
 * goes wrong.
 */
function noOutputProcessing(input: TerminalInput): Promise<void> {
  return new Promise((resolve) => {
    const stty = spawn('stty', ['-opost'], { stdio: [input.fd, 'ignore', 'ignore'], timeout: STTY_TIMEOUT_MS });
    stty.once('error', () => resolve());
    stty.once('exit', () => resolve());
  });
}

/** Writes to a terminal block in Node: one that is stopped would stop detaching and signals as well. */
function keepLoopFree(output: TerminalOutput): void {
  const handle: unknown = Reflect.get(output, '_handle');
  if (typeof handle !== 'object' || handle === null) return;
  const setBlocking: unknown = Reflect.get(handle, 'setBlocking');
  if (typeof setBlocking === 'function') setBlocking.call(handle, false);
}

/** Past the stream and its queue, so that it also works while the process ends. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text, 'latin1');
  let at = 0;
  for (let tries = 0; at < bytes.length && tries < WRITE_TRIES; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN') return;
      tries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WRITE_RETRY_MS);
    }
  }
}

/** The callback of a write comes after all that was written before it. */
function drained(output: TerminalOutput): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_TIMEOUT_MS);
    output.write('', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Replies and reports of the terminal that are still on their way belong to no shell. Where some may be, a last question
 * tells when they have come: its own answer is behind them.
 */
function swallowInput(input: TerminalInput, isFenced: boolean): Promise<void> {
  return new Promise((resolve) => {
    let seen = '';
    const swallow = (chunk: Buffer | string) => {
      seen = (seen + chunk.toString('latin1')).slice(-64);
      if (isFenced && FENCE_ANSWER.test(seen)) end();
    };
    const end = () => {
      clearTimeout(timer);
      input.off('data', swallow).off('end', end).off('close', end);
      resolve();
    };
    const timer = setTimeout(end, isFenced ? FENCE_TIMEOUT_MS : LATE_REPLIES_MS);
    input.on('data', swallow).on('end', end).on('close', end);
    // A converse that ended while the Pod was full has paused it.
    input.resume();
  });
}
