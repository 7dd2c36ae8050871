// The title of the user's terminal while a Pod is attached: that of its program, and how many other Pods need the user.
import { SequenceFinder } from './sequenceFinder';

const TITLE = /^\x1b\][02];([^\x07\x1b\x18\x1a]*)(?:\x07|\x1b\\)$/;

export class OwnTitle {
  private count = 0;
  private isStale = false;
  private readonly finder = new SequenceFinder((sequence) => this.read(sequence));

  /** @param title bytes as latin1 text: what stands there before the program has said anything. */
  constructor(private title: string) {}

  /** How many other Pods need the user now. */
  needed(count: number): void {
    this.isStale ||= count !== this.count;
    this.count = count;
  }

  /** Something else stands there now. */
  lost(): void {
    this.isStale = true;
  }

  /** Bytes of the Pod have been written to the terminal. */
  saw(bytes: Buffer): void {
    this.finder.push(bytes);
  }

  /** What is to be written now, as bytes in latin1 text. */
  settle(): string {
    if (!this.isStale || this.finder.isWithin) return '';
    this.isStale = false;
    return `\x1b]2;${this.title}${this.suffix}\x07`;
  }

  private get suffix(): string {
    const words = this.count === 0 ? '' : ` — ${this.count} ${this.count === 1 ? 'needs' : 'need'} you`;
    return Buffer.from(words).toString('latin1');
  }

  private read(sequence: string): void {
    const [, title] = TITLE.exec(sequence) ?? [];
    if (title === undefined) return;
    this.title = title;
    this.isStale ||= this.count > 0;
  }
}
