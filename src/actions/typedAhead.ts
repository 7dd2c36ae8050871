// What a user has typed while the Pod has not given its terminal yet: it goes to the program first, in its order.
import { clippedText } from '../cells/cellWidth';
import { displayText } from '../cells/displayText';

/** Of what nobody has got so much is said, columns. */
const SAID_COLS = 60;

export class TypedAhead {
  private readonly held: Buffer[] = [];
  private taker: ((typed: Buffer) => void) | null = null;

  put(typed: Buffer): void {
    if (this.taker === null) this.held.push(typed);
    else this.taker(typed);
  }

  /** All that there is, to be given to somebody else. */
  take(): Buffer {
    return Buffer.concat(this.held.splice(0));
  }

  /** For who cannot give it to anybody: a sentence; empty where there is nothing. */
  lostWords(): string {
    const typed = this.take().toString('utf8');
    if (typed === '') return '';
    return `Nobody has got what you typed: "${clippedText(displayText(typed), SAID_COLS).text}"`;
  }

  /** Gives all that there is to `taker`, and from now on whatever still comes. */
  pour(taker: (typed: Buffer) => void): void {
    this.taker = taker;
    for (const typed of this.held.splice(0)) taker(typed);
  }
}
