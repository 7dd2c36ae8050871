// The user's terminal, taken for an attach and always given back: raw without output processing, on its own screen.
import type tty from 'node:tty';
import { AnswerCatcher } from './answerCatcher';
import type { EndSignal } from './endingSignals';
import { createExitGuard } from './exitGuard';
import { HeldOutput } from './heldOutput';
import type { LentKeeper } from './lentKeeper';
import { PodOnTerminal } from './podOnTerminal';
import { TerminalKeeper } from './terminalKeeper';
import { LEAVE_BLINDLY, WHEEL_ANSWER, wheelBack } from './terminalModes';
import { TerminalWriter } from './terminalWriter';
import { TouchedTerminal } from './touchedTerminal';

/** The two sides of one terminal, as `process.stdin` and `process.stdout` are. */
export type TtyInput = tty.ReadStream & { readonly fd: number };
export type TtyOutput = tty.WriteStream & { readonly fd: number };

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
   * swallowed. `toShell`: not so, a shell may have the terminal at any moment, and what comes is typed to it. `typed`: gets of the
   * late input what the user has typed.
   */
  giveBack(toShell?: 'toShell', typed?: (bytes: Buffer) => void): Promise<void>;
}

/** Owns `input` and `output`, which are the same terminal, until `giveBack`. `lent`: where its keeper is, if there is one. */
export function takeTerminal(input: TtyInput, output: TtyOutput, lent?: LentKeeper): TakenTerminal {
  let isTaken = true;
  const touched = new TouchedTerminal();
  const writer = new TerminalWriter(output);
  const wheel = new AnswerCatcher(WHEEL_ANSWER);
  const screen = new PodOnTerminal({ input, output, writer, touched, wheel, isTaken: () => isTaken });
  const held = new HeldOutput(output);
  let keeper: TerminalKeeper | null = null;
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
    screen.leaveNow();
    // The modes first: what the terminal answers to them must not be echoed. Raw mode off brings back every line flag.
    setRaw(input, false);
    if (isLentAgain && keeper !== null) lent?.put(keeper);
    else keeper?.given();
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
    held.release();
  });
  return {
    ready,
    signalled,
    enterWait: (title) => {
      if (isTaken) screen.enter(title);
    },
    enterScreen: (title) => {
      if (isTaken) screen.begin(title);
    },
    typed: (bytes, pass) => {
      const { said } = wheel;
      wheel.push(bytes, pass);
      if (wheel.said !== said) tellSoon();
    },
    write: (bytes) => {
      // Before the terminal has them: a kill may follow at once.
      if (touched.wrote(bytes)) tellKeeper();
      return held.write(bytes);
    },
    giveBack: async (toShell, typed) => {
      // A shell may leave other line settings behind than the keeper has found.
      const isLentAgain = before !== null && toShell === undefined;
      if (!held.isEmpty || isLentAgain) await ready;
      if (isTaken && screen.isEntered) await screen.leave(toShell !== undefined, typed);
      restoreNow(isLentAgain);
      wheel.stop();
      guard.end(isLentAgain ? 'forNext' : undefined);
      input.off('error', ignore);
      output.off('error', ignore);
      input.pause();
    },
  };
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
