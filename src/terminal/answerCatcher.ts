// Takes one answer of the user's terminal, to a question of ours, out of what its user types.

/** The rest of a cut answer comes at once; a press of Escape must not wait, ms. */
const UNFINISHED_MS = 20;
/** After that an answer is hardly to come any more, ms. */
const EXPECTED_MS = 2000;

interface CaughtAnswer {
  readonly whole: RegExp;
  /** The beginning of one at the end of the text. */
  readonly unfinished: RegExp;
}

export class AnswerCatcher {
  private answer: string | null = null;
  private askedAt: number | null = null;
  private held = '';
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly wanted: CaughtAnswer) {}

  /** The question has been asked now. */
  asked(): void {
    this.askedAt = performance.now();
  }

  /** What its first group holds; null: it has not come. */
  get said(): string | null {
    return this.answer;
  }

  /** It may still be on its way. */
  get mayCome(): boolean {
    return this.answer === null && this.askedAt !== null && performance.now() - this.askedAt < EXPECTED_MS;
  }

  /** `pass` gets everything else, in its order, now or soon. */
  push(chunk: Buffer, pass: (typed: Buffer) => void): void {
    if (this.answer !== null && this.held === '') {
      pass(chunk);
      return;
    }
    let text = this.takeHeld() + chunk.toString('latin1');
    const found = this.answer === null ? this.wanted.whole.exec(text) : null;
    if (found) {
      this.answer = found[1] ?? '';
      text = text.slice(0, found.index) + text.slice(found.index + found[0].length);
    }
    const cut = this.answer === null ? (this.wanted.unfinished.exec(text)?.index ?? text.length) : text.length;
    this.held = text.slice(cut);
    if (this.held !== '') this.timer = setTimeout(() => pass(Buffer.from(this.takeHeld(), 'latin1')), UNFINISHED_MS);
    if (cut > 0) pass(Buffer.from(text.slice(0, cut), 'latin1'));
  }

  /** What is held is dropped: nobody reads it any more. */
  stop(): void {
    this.takeHeld();
  }

  private takeHeld(): string {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { held } = this;
    this.held = '';
    return held;
  }
}
