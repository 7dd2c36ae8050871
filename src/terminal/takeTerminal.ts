// The user's terminal, taken for an attach and always given back: raw without output processing, on its own screen.
import type tty from 'node:tty';
import { AnswerCatcher } from './answerCatcher';
import type { EndSignal } from './endingSignals';
import { createExitGuard } from './exitGuard';
import { isInForeground } from './foreground';
import type { LentKeeper } from './lentKeeper';
import { TerminalKeeper } from './terminalKeeper';
import {
  BEGIN_POD,
  ENTER_SCREEN,
  FENCE_ANSWER,
  LEAVE_BLINDLY,
  leaveScreen,
  WHEEL_ANSWER,
  wheelBack,
} from './terminalModes';
import { TerminalWriter } from './terminalWriter';
import { TouchedTerminal } from './touchedTerminal';

/** The two sides of one terminal, as `process.stdin` and `process.stdout` are. */
export type TtyInput = tty.ReadStream & { readonly fd: number };
export type TtyOutput = tty.WriteStream & { readonly fd: number };

/** Bounds, ms: output that still waits when we leave; late replies of the terminal, with and without a question. */
const DRAIN_TIMEOUT_MS = 2000;
const FENCE_TIMEOUT_MS = 1000;
const LATE_REPLIES_MS = 30;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface TakenTerminal {
  /** Resolves when output reaches the terminal byte by byte as it is written; until then what would not waits. */
  readonly ready: Promise<void>;
  /** A signal that ends the process has come; everything is given back already. */
  readonly signalled: Promise<EndSignal>;
  /** A screen for words of ours, to which the terminal says nothing. `title`: safe text. */
  enterWait(title: string): void;
  /** From here on the terminal shows the Pod. `title`: safe text. */
  enterScreen(title: string): void;
  /** `pass` gets what the user has typed: all input but the answers to our own questions. */
  typed(input: Buffer, pass: (typed: Buffer) => void): void;
  /** Shows bytes of the Pod. False: the terminal is full, `drain` follows. */
  write(bytes: Buffer): boolean;
  /**
   * Ends the whole thing; after a normal end what was written is shown first, and late input, where a Pod was shown, is
   * swallowed. `toShell`: not so, a shell may have the terminal at any moment, and what comes is typed to it.
   */
  giveBack(toShell?: 'toShell'): Promise<void>;
}

/** Owns `input` and `output`, which are the same terminal, until `giveBack`. `lent`: where its keeper is, if there is one. */
export function takeTerminal(input: TtyInput, output: TtyOutput, lent?: LentKeeper): TakenTerminal {
  let isEntered = false;
  /** A Pod has had its screen: replies of the terminal may be on their way. */
  let hasShown = false;
  let isTaken = true;
  const touched = new TouchedTerminal();
  const writer = new TerminalWriter(output);
  const wheel = new AnswerCatcher(WHEEL_ANSWER);
  let keeper: TerminalKeeper | null = null;
  // What must not be processed waits until nothing is; a screen that is drawn row by row need not.
  let isRaw = false;
  const held: Buffer[] = [];
  const backOfWheel = () => (wheel.isAsked ? wheelBack(wheel.said) : '');
  const enter = (title: string) => {
    output.write(`${isEntered ? '' : ENTER_SCREEN}\x1b]2;${title}\x07`);
    isEntered = true;
  };
  let isTelling = false;
  const tellKeeper = () => {
    isTelling = false;
    if (!isTaken) return;
    keeper?.knows('before', touched.undo);
    if (wheel.said !== null) keeper?.knows('after', wheelBack(wheel.said));
  };
  // Once a turn, however much of it is written.
  const tellSoon = () => {
    if (isTelling || keeper === null) return;
    isTelling = true;
    setImmediate(tellKeeper);
  };
  const restoreNow = (isLentAgain = false) => {
    if (!isTaken) return;
    isTaken = false;
    if (isEntered) writer.writeNow(leaveScreen(touched.undo, backOfWheel(), false));
    // The modes first: what the terminal answers to them must not be echoed. Raw mode off brings back every line flag.
    setRaw(input, false);
    if (isLentAgain && keeper !== null) lent?.put(keeper);
    else keeper?.given();
  };
  /** After what was written; the answers of the terminal are ours, those to a last question too. */
  const leave = async (toShell: boolean) => {
    await drained(output);
    const isOurs = !toShell && isInForeground();
    const fenceMs = isOurs ? fenceOf() : 0;
    const { said } = wheel;
    if (isTaken) writer.writeNow(leaveScreen(touched.undo, backOfWheel(), fenceMs > 0));
    isEntered = false;
    if (isOurs && hasShown) await swallowInput(input, fenceMs, wheel);
    if (isTaken && wheel.said !== said) writer.writeNow(wheelBack(wheel.said));
  };
  /** One that has answered nothing so far does not answer the last question either. */
  const fenceOf = () => {
    if (!wheel.isAnswered) return wheel.expectedMs;
    return touched.mayAnswer ? FENCE_TIMEOUT_MS : 0;
  };
  let tellSignal: (signal: EndSignal) => void = () => {};
  const signalled = new Promise<EndSignal>((resolve) => {
    tellSignal = resolve;
  });
  const guard = createExitGuard({
    restore: () => restoreNow(),
    exit: (code, signal) => (signal === null ? process.exit(code) : tellSignal(signal)),
  });
  guard.on();
  // A terminal that is gone (EIO) is told by SIGHUP and the end of input.
  const ignore = () => {};
  input.on('error', ignore);
  output.on('error', ignore);
  setRaw(input, true);
  writer.take();
  // Before anything is shown: a kill may follow its first byte. Node's raw mode keeps output processing, which would turn each
  // LF of the Pod into CR LF.
  const wanted = { giveBack: LEAVE_BLINDLY, without: 'opost' } as const;
  const before = lent?.take() ?? null;
  before?.serves(wanted);
  keeper = before ?? new TerminalKeeper({ input: input.fd, output: output.fd, settings: 'sane', ...wanted });
  const ready = keeper.ready.then(() => {
    if (isTaken) keeper?.taken();
    tellKeeper();
    isRaw = true;
    const [...waiting] = held.splice(0);
    // Node says so itself only of what it has taken, and not taken at once.
    if (waiting.length > 0 && waiting.map((bytes) => output.write(bytes)).every(Boolean)) output.emit('drain');
  });
  return {
    ready,
    signalled,
    enterWait: (title) => {
      if (isTaken) enter(title);
    },
    enterScreen: (title) => {
      if (!isTaken) return;
      enter(title);
      hasShown = true;
      output.write(BEGIN_POD);
      wheel.asked();
    },
    typed: (bytes, pass) => {
      const { said } = wheel;
      wheel.push(bytes, pass);
      if (wheel.said !== said) tellSoon();
    },
    write: (bytes) => {
      // Before the terminal has them: a kill may follow at once.
      if (touched.wrote(bytes)) tellKeeper();
      if (isRaw || (held.length === 0 && !hasBareLineFeed(bytes))) return output.write(bytes);
      held.push(bytes);
      return false;
    },
    giveBack: async (toShell) => {
      // A shell may leave other line settings behind than the keeper has found.
      const isLentAgain = before !== null && toShell === undefined;
      if (held.length > 0 || isLentAgain) await ready;
      if (isTaken && isEntered) await leave(toShell !== undefined);
      restoreNow(isLentAgain);
      wheel.stop();
      guard.end(isLentAgain ? 'forNext' : undefined);
      input.off('error', ignore);
      output.off('error', ignore);
      input.pause();
    },
  };
}

/** Output processing would turn it into CR LF; behind a CR that changes nothing. */
function hasBareLineFeed(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (at === 0 || bytes[at - 1] !== CARRIAGE_RETURN) return true;
  }
  return false;
}

/** After a stop without a word (SIGSTOP) a shell has had the terminal, in the modes that it has for itself. */
export function rawAgain(input: TtyInput): void {
  // Node passes over a mode that it believes to be set.
  setRaw(input, false);
  setRaw(input, true);
}

function setRaw(input: TtyInput, on: boolean): void {
  try {
    input.setRawMode(on);
  } catch {
    // The terminal is gone.
  }
}

/** The callback of a write comes after all that was written before it. */
function drained(output: TtyOutput): Promise<void> {
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
 * tells when they have come: its own answer is behind them. @param fenceMs how long that may take; 0: nothing was asked.
 */
function swallowInput(input: TtyInput, fenceMs: number, earlier: AnswerCatcher): Promise<void> {
  return new Promise((resolve) => {
    let seen = '';
    const swallow = (chunk: Buffer | string) =>
      earlier.push(Buffer.from(chunk), (late) => {
        seen = (seen + late.toString('latin1')).slice(-64);
        if (fenceMs > 0 && FENCE_ANSWER.test(seen)) end();
      });
    const end = () => {
      clearTimeout(timer);
      input.off('data', swallow).off('end', end).off('close', end);
      resolve();
    };
    const timer = setTimeout(end, Math.max(fenceMs, LATE_REPLIES_MS));
    input.on('data', swallow).on('end', end).on('close', end);
    // A converse that ended while the Pod was full has paused it.
    input.resume();
  });
}
