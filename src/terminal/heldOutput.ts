// Output for the user's terminal that waits until the terminal passes it on byte by byte.
import type tty from 'node:tty';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What must not be processed waits until nothing is; a screen that is drawn row by row need not. */
export class HeldOutput {
  private readonly held: Buffer[] = [];
  private isRaw = false;

  constructor(private readonly output: Pick<tty.WriteStream, 'write' | 'emit'>) {}

  get isEmpty(): boolean {
    return this.held.length === 0;
  }

  /** False: the terminal is full, or the bytes wait; `drain` follows. */
  write(bytes: Buffer): boolean {
    if (this.isRaw || (this.isEmpty && !hasBareLineFeed(bytes))) return this.output.write(bytes);
    this.held.push(bytes);
    return false;
  }

  /** Nothing is processed any more: what has waited goes out, and nothing waits from here on. */
  release(): void {
    this.isRaw = true;
    const waiting = this.held.splice(0);
    // Node says so itself only of what it has taken, and not taken at once.
    if (waiting.length > 0 && waiting.map((bytes) => this.output.write(bytes)).every(Boolean))
      this.output.emit('drain');
  }
}

/** Output processing would turn it into CR LF; behind a CR that changes nothing. */
function hasBareLineFeed(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (at === 0 || bytes[at - 1] !== CARRIAGE_RETURN) return true;
  }
  return false;
}
