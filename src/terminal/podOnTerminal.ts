// A Pod's screen on the user's terminal: entered, and left with all that the Pod has changed taken back.
import type tty from 'node:tty';
import type { AnswerCatcher } from './answerCatcher';
import { isInForeground } from './foreground';
import { BEGIN_POD, ENTER_SCREEN, FENCE_ANSWER, leaveScreen, wheelBack } from './terminalModes';
import type { TerminalWriter } from './terminalWriter';
import type { TouchedTerminal } from './touchedTerminal';

/** Bounds, ms: output that still waits when we leave; late replies of the terminal, with and without a question. */
const DRAIN_TIMEOUT_MS = 2000;
const FENCE_TIMEOUT_MS = 1000;
const LATE_REPLIES_MS = 30;

/**
 * What a terminal says by itself: answers to questions (strings; DA, DSR, DECRPM, sizes, keyboard flags), the mouse and the focus; also
 * one that is cut at the end. Keys have other finals, or no sign behind the bracket.
 */
const REPORT =
  /\x1b(?:(?:\]\d|P[\d>$+!]|_G)[^\x07\x1b]*(?:\x07|\x1b\\|$)|\[(?:M[\s\S]{0,3}|[<=>?][\d;:]*[ -/]*(?:[@-~]|$)|[\d;:]*(?:[ -/]+[@-~]|[IORcntxy]|[ -/]*$)))/g;

export interface PodOnTerminalPort {
  readonly input: tty.ReadStream;
  readonly output: tty.WriteStream;
  readonly writer: TerminalWriter;
  /** What the Pod has changed so far. */
  readonly touched: TouchedTerminal;
  /** How the user has the wheel. */
  readonly wheel: AnswerCatcher;
  /** False: the terminal has been given back meanwhile, and nothing of ours may be written. */
  readonly isTaken: () => boolean;
}

export class PodOnTerminal {
  private isOn = false;
  /** A Pod has had its screen: replies of the terminal may be on their way. */
  private hasShown = false;

  constructor(private readonly port: PodOnTerminalPort) {}

  get isEntered(): boolean {
    return this.isOn;
  }

  /** A screen for words of ours. `title`: safe text. */
  enter(title: string): void {
    this.port.output.write(`${this.isOn ? '' : ENTER_SCREEN}\x1b]2;${title}\x07`);
    this.isOn = true;
  }

  /** From here on it is the Pod's, blank. `title`: safe text. */
  begin(title: string): void {
    this.enter(title);
    this.hasShown = true;
    this.port.output.write(BEGIN_POD);
    this.port.wheel.asked();
  }

  /** Without waiting for anything. */
  leaveNow(): void {
    if (this.isOn) this.writeLeave(false);
  }

  /**
   * After what was written; the answers of the terminal are ours, those to a last question too. `toShell`: what comes is
   * typed to a shell already. `typed`: gets what is typed among the answers; missing: it is for nobody.
   */
  async leave(toShell: boolean, typed?: (bytes: Buffer) => void): Promise<void> {
    const { input, output, writer, wheel, isTaken } = this.port;
    await drained(output);
    const isOurs = !toShell && isInForeground();
    const fenceMs = isOurs ? this.fenceMs() : 0;
    const { said } = wheel;
    if (isTaken()) this.writeLeave(fenceMs > 0);
    this.isOn = false;
    if (isOurs && this.hasShown) {
      const swallowed = await swallowInput(input, fenceMs, wheel);
      typed?.(typedAmong(swallowed));
    }
    if (isTaken() && wheel.said !== said) writer.writeNow(wheelBack(wheel.said));
  }

  private writeLeave(isFenced: boolean): void {
    const { writer, touched, wheel } = this.port;
    const back = wheel.isAsked ? wheelBack(wheel.said) : '';
    writer.writeNow(leaveScreen(touched.undo, back, isFenced));
  }

  /** One that has answered nothing so far does not answer the last question either. */
  private fenceMs(): number {
    const { touched, wheel } = this.port;
    if (!wheel.isAnswered) return wheel.expectedMs;
    return touched.mayAnswer ? FENCE_TIMEOUT_MS : 0;
  }
}

/** The callback of a write comes after all that was written before it. */
function drained(output: tty.WriteStream): Promise<void> {
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
 * @returns all that has come.
 */
function swallowInput(input: tty.ReadStream, fenceMs: number, earlier: AnswerCatcher): Promise<Buffer> {
  return new Promise((resolve) => {
    let seen = '';
    const swallowed: Buffer[] = [];
    const swallow = (chunk: Buffer | string) =>
      earlier.push(Buffer.from(chunk), (late) => {
        swallowed.push(late);
        seen = (seen + late.toString('latin1')).slice(-64);
        if (fenceMs > 0 && FENCE_ANSWER.test(seen)) end();
      });
    const end = () => {
      clearTimeout(timer);
      input.off('data', swallow).off('end', end).off('close', end);
      resolve(Buffer.concat(swallowed));
    };
    const timer = setTimeout(end, Math.max(fenceMs, LATE_REPLIES_MS));
    input.on('data', swallow).on('end', end).on('close', end);
    // A converse that ended while the Pod was full has paused it.
    input.resume();
  });
}

function typedAmong(input: Buffer): Buffer {
  return Buffer.from(input.toString('latin1').replace(REPORT, ''), 'latin1');
}
