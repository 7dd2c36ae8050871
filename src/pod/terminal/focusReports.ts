// Tells a program that asked for it (mode 1004) whether anybody who can type looks at it.
import { indexOfByte } from '../../cells/indexOfByte';

const ESC = 0x1b;
const FOCUS_IN = '\x1b[I';
const FOCUS_OUT = '\x1b[O';

export class FocusReports {
  /** What the program has been told last; null: nothing yet. */
  private told: 'in' | 'out' | null = null;

  constructor(
    private readonly port: {
      /** The program wants to be told now. */
      isWanted(): boolean;
      tell(report: Buffer): void;
    },
  ) {}

  /** What a viewer's own terminal reports counts as told. */
  typed(bytes: Buffer): void {
    if (indexOfByte(bytes, ESC) < 0) return;
    const focused = bytes.lastIndexOf(FOCUS_IN);
    const lost = bytes.lastIndexOf(FOCUS_OUT);
    if (focused >= 0 || lost >= 0) this.told = focused > lost ? 'in' : 'out';
  }

  /** The first viewer who can type has come. */
  viewed(): void {
    this.report('in');
  }

  /** The last one has gone, however. */
  left(): void {
    this.report('out');
  }

  private report(now: 'in' | 'out'): void {
    if (!this.port.isWanted()) {
      // It believes to be looked at until it is told otherwise.
      this.told = null;
      return;
    }
    if (this.told === now) return;
    this.told = now;
    this.port.tell(Buffer.from(now === 'in' ? FOCUS_IN : FOCUS_OUT, 'latin1'));
  }
}
