// The plain lines of a recording: what has scrolled by, as a terminal of its size would have shown it.
import type { IBufferLine, IMarker } from '@xterm/headless';
import { ScreenParser } from '../pod/terminal/screenParser';
import { MIN_COLS, screenTerminal } from '../pod/terminal/screenTerminal';
import { CAST_MARK, type CastEvent, parseCastSize } from '../protocol/castEvent';

/** Rows above the screen; more than one piece of output can scroll by. */
const SCROLLBACK_ROWS = 2000;
/** Not more rows than that, however narrow the screen. */
const PIECE_BYTES = 1024;

export class RecordedText {
  private readonly terminal = screenTerminal({ cols: 80, rows: 24 }, { scrollback: SCROLLBACK_ROWS });
  private readonly parser = new ScreenParser(this.terminal, () => {});
  /** The last row that has been given out; null or disposed: none that is still there. */
  private given: IMarker | null = null;
  private lines: string[] = [];
  private hasBegun = false;
  /** What the next output event is: it repeats what is known. */
  private redraw: 'rotated' | 'restored' | null = null;

  /** @param eager gives out each line as soon as the cursor has left it, for somebody who watches. */
  constructor(private readonly eager: boolean) {
    // An erased screen is gone for good: its lines are given out before.
    this.terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => {
      const { cursorX, cursorY } = this.terminal.buffer.active;
      if (how === 2 || (how === 0 && cursorX === 0 && cursorY === 0)) this.erased();
      return false;
    });
  }

  /** Resolves with the lines that are settled now; untrusted text. */
  take(events: readonly CastEvent[]): Promise<string[]> {
    for (const event of events) this.feed(event);
    return this.settled(() => this.takeLines());
  }

  /** The rest: what stands on the screen. */
  finish(): Promise<string[]> {
    return this.settled(() => {
      const { active, normal } = this.terminal.buffer;
      this.give(this.lastShownRow());
      if (active !== normal) for (let y = 0; y < active.length; y++) this.lines.push(textOf(active.getLine(y)));
      while (this.lines.at(-1) === '') this.lines.pop();
      return this.takeLines();
    });
  }

  dispose(): void {
    this.parser.stop();
    this.terminal.dispose();
  }

  private settled(result: () => string[]): Promise<string[]> {
    return new Promise((resolve) => this.parser.whenParsed(() => resolve(result())));
  }

  private takeLines(): string[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  private feed({ kind, data }: CastEvent): void {
    if (kind === 'm') {
      this.marked(data);
    } else if (kind === 'r') {
      const size = parseCastSize(data);
      if (size) this.parser.whenParsed(() => this.terminal.resize(Math.max(MIN_COLS, size.cols), size.rows));
    } else {
      const redraw = this.hasBegun ? this.redraw : null;
      this.redraw = null;
      // The newer half repeats the screen that the older has led to.
      if (redraw === 'rotated') return;
      this.write(data, redraw === 'restored' ? () => this.knowRowsAbove() : () => this.collect());
    }
  }

  private marked(mark: string): void {
    if (mark === CAST_MARK.rotated) this.redraw = 'rotated';
    if (mark === CAST_MARK.restored) this.redraw = 'restored';
    if (mark.startsWith(`${CAST_MARK.interrupted} `)) {
      const seconds = Math.ceil(Number(mark.slice(CAST_MARK.interrupted.length + 1)) / 1000);
      this.say(`[… for ${seconds} s the recording could not be written …]`, false);
    }
    if (mark === CAST_MARK.lost) this.say('[… the recording of what came before was cut off …]', true);
    if (mark.startsWith(`${CAST_MARK.skipped} `)) {
      this.say(`[… ${mark.slice(CAST_MARK.skipped.length + 1)} bytes that came too fast to be recorded …]`, true);
    }
  }

  /** `anew`: the screen is drawn again behind it. */
  private say(line: string, anew: boolean): void {
    this.parser.whenParsed(() => {
      if (anew) this.erased();
      else this.collect();
      this.lines.push(line);
    });
  }

  /** @param shown is called whenever some more of it stands on the screen. */
  private write(text: string, shown: () => void): void {
    this.hasBegun = true;
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      this.parser.write(bytes.subarray(at, at + PIECE_BYTES));
      this.parser.whenParsed(shown);
    }
  }

  private collect(): void {
    const { normal } = this.terminal.buffer;
    this.give(normal.baseY + (this.eager ? normal.cursorY : 0) - 1);
  }

  /** Up to that row, as far as whole lines go: one that has been wrapped is one. */
  private give(lastRow: number): void {
    const { normal } = this.terminal.buffer;
    const from = this.firstNewRow();
    let line = '';
    let done = from - 1;
    for (let y = from; y <= lastRow; y++) {
      const row = normal.getLine(y);
      const goesOn = normal.getLine(y + 1)?.isWrapped === true;
      line += goesOn ? (row?.translateToString(false) ?? '') : textOf(row);
      if (goesOn) continue;
      this.lines.push(line);
      line = '';
      done = y;
    }
    if (done >= from) this.mark(done);
  }

  private firstNewRow(): number {
    return this.given && !this.given.isDisposed ? this.given.line + 1 : 0;
  }

  private mark(row: number): void {
    const { normal, active } = this.terminal.buffer;
    if (active !== normal) return;
    this.given?.dispose();
    this.given = this.terminal.registerMarker(row - normal.baseY - normal.cursorY) ?? null;
  }

  private erased(): void {
    const { normal, active } = this.terminal.buffer;
    if (active !== normal) return;
    this.give(this.lastShownRow());
    // The rows of the screen are new ones from here.
    this.given?.dispose();
    this.given = null;
    if (normal.baseY > 0) this.mark(normal.baseY - 1);
  }

  /** A restored Pod shows its earlier screen, and below it that it was restored: only that is new. */
  private knowRowsAbove(): void {
    const { normal } = this.terminal.buffer;
    this.mark(normal.baseY + normal.cursorY - 2);
  }

  private lastShownRow(): number {
    const { normal } = this.terminal.buffer;
    for (let y = normal.length - 1; y >= 0; y--) if (textOf(normal.getLine(y)) !== '') return y;
    return -1;
  }
}

function textOf(row: IBufferLine | undefined): string {
  return row?.translateToString(true) ?? '';
}
