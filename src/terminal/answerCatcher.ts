// Takes the answers of the user's terminal, to questions of ours, out of what its user types.
import { indexOfByte } from '../cells/indexOfByte';

/** The rest of a cut answer comes at once; a press of Escape must not wait, ms. */
const UNFINISHED_MS = 20;
/** A terminal that has answered nothing by then answers nothing at all, ms. */
const EXPECTED_MS = 1000;

const ESC = 0x1b;

interface CaughtAnswers {
  /** One of them: its first group holds what was asked for; without that it is the one to the last question. */
  readonly whole: RegExp;
  /** The beginning of one at the end of the text. */
  readonly unfinished: RegExp;
}

export class AnswerCatcher {
  private answer: string | null = null;
  private askedAt: number | null = null;
  private isLastIn = false;
  private held = '';
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly wanted: CaughtAnswers) {}

  /** The questions have been asked now. */
  asked(): void {
    this.askedAt = performance.now();
  }

  get isAsked(): boolean {
    return this.askedAt !== null;
  }

  /** What the first group holds; null: it has not come. */
  get said(): string | null {
    return this.answer;
  }

  /** The last question is answered too. */
  get isAnswered(): boolean {
    return this.isLastIn;
  }

  /** How long answers may still be on their way, ms. */
  get expectedMs(): number {
    return this.askedAt === null || this.isLastIn ? 0 : Math.max(0, this.askedAt + EXPECTED_MS - performance.now());
  }

  /** `pass` gets everything else, in its order, now or soon. */
  push(chunk: Buffer, pass: (typed: Buffer) => void): void {
    // Every answer begins with an escape.
    if (this.askedAt === null || (this.held === '' && (this.isLastIn || indexOfByte(chunk, ESC) < 0))) {
      pass(chunk);
      return;
    }
    let text = this.takeHeld() + chunk.toString('latin1');
    for (let found = this.find(text); found !== null; found = this.find(text)) {
      if (found[1] === undefined) this.isLastIn = true;
      else this.answer = found[1];
      text = text.slice(0, found.index) + text.slice(found.index + found[0].length);
    }
    const cut = this.isLastIn ? text.length : (this.wanted.unfinished.exec(text)?.index ?? text.length);
    this.held = text.slice(cut);
    if (this.held !== '') this.timer = setTimeout(() => pass(Buffer.from(this.takeHeld(), 'latin1')), UNFINISHED_MS);
    if (cut > 0) pass(Buffer.from(text.slice(0, cut), 'latin1'));
  }

  /** What is held is dropped: nobody reads it any more. */
  stop(): void {
    this.takeHeld();
  }

  private find(text: string): RegExpExecArray | null {
    return this.isLastIn ? null : this.wanted.whole.exec(text);
  }

  private takeHeld(): string {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { held } = this;
    this.held = '';
    return held;
  }
}
