// The lines of a recording: what has scrolled by, as a terminal of its size would have shown it.
import type { IBufferLine, IMarker, Terminal } from '@xterm/headless';
import { readField } from '../pod/terminal/readField';
import { linesBetween, resizeTerminal, rowOfLine } from '../pod/terminal/resizeTerminal';
import { addressReader } from '../pod/terminal/screenLinks';
import { ScreenParser } from '../pod/terminal/screenParser';
import type { AddressOf } from '../pod/terminal/screenRows';
import { screenTerminal } from '../pod/terminal/screenTerminal';
import { CAST_MARK, type CastEvent, parseCastSize } from '../protocol/castEvent';
import type { ViewSize } from '../protocol/terminalFrame';

/** Rows above the screen; more than one piece of output can scroll by. */
const SCROLLBACK_ROWS = 2000;
/** Not more rows than that, however narrow the screen. */
const PIECE_BYTES = 1024;

/** What becomes of a line. */
export interface LineMaker<Line> {
  /** One line of the terminal's rows; all but the last one are wrapped. `at`: when it was printed, Unix ms. */
  drawn(rows: readonly IBufferLine[], at: number, marks: string, addressOf: AddressOf): Line;
  /** A sentence of ours among them. */
  said(text: string, at: number): Line;
  isBlank(line: Line): boolean;
}

export class RecordedText<Line> {
  private readonly terminal = screenTerminal({ cols: 80, rows: 24 }, { scrollback: SCROLLBACK_ROWS });
  private readonly parser = new ScreenParser(this.terminal, () => {});
  private readonly addressOf = addressReader(this.terminal);
  /** The row of the normal screen's buffer that is to be given out next: a line begins there. */
  private firstNew = 0;
  private lines: Line[] = [];
  /** When the newest output was printed, Unix ms. */
  private at = 0;
  /** When something was printed up to that row of the normal screen's buffer, for rows not given out; rising. */
  private arrivals: { row: number; readonly at: number }[] = [];
  /** What a shell has said of lines that are not given out yet (OSC 133). */
  private marks: { readonly marker: IMarker; readonly letter: string }[] = [];
  private hasBegun = false;
  /** What the next output event is: it repeats what is known. */
  private redraw: 'rotated' | 'restored' | null = null;

  /** @param eager gives out each line as soon as the cursor has left it, for somebody who watches. */
  constructor(
    private readonly eager: boolean,
    private readonly maker: LineMaker<Line>,
  ) {
    followTrims(this.terminal, (rows) => {
      this.firstNew = Math.max(0, this.firstNew - rows);
      for (const arrival of this.arrivals) arrival.row -= rows;
    });
    // An erased screen is gone for good: its lines are given out before.
    this.terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => {
      const { cursorX, cursorY } = this.terminal.buffer.active;
      if (how === 2 || (how === 0 && cursorX === 0 && cursorY === 0)) this.erased();
      return false;
    });
    this.terminal.parser.registerOscHandler(133, (data) => {
      const [letter = ''] = data;
      const { active, normal } = this.terminal.buffer;
      const marker = /[ABCD]/.test(letter) && active === normal ? this.terminal.registerMarker(0) : undefined;
      if (marker) this.marks.push({ marker, letter });
      return false;
    });
  }

  /** Resolves with the lines that are settled now; untrusted text. */
  take(events: readonly CastEvent[]): Promise<Line[]> {
    for (const event of events) this.feed(event);
    return this.settled(() => this.takeLines());
  }

  /** The rest: what stands on the screen. */
  finish(): Promise<Line[]> {
    return this.settled(() => {
      const { active, normal } = this.terminal.buffer;
      this.give(this.lastShownRow());
      if (active !== normal) for (let y = 0; y < active.length; y++) this.drawn([active.getLine(y)], '');
      for (let last = this.lines.at(-1); last !== undefined && this.maker.isBlank(last); last = this.lines.at(-1)) {
        this.lines.pop();
      }
      return this.takeLines();
    });
  }

  dispose(): void {
    this.parser.stop();
    this.terminal.dispose();
  }

  private settled(result: () => Line[]): Promise<Line[]> {
    return new Promise((resolve) => this.parser.whenParsed(() => resolve(result())));
  }

  private takeLines(): Line[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  private feed({ at, kind, data }: CastEvent): void {
    this.parser.whenParsed(() => {
      this.at = at;
    });
    if (kind === 'm') {
      this.marked(data);
    } else if (kind === 'r') {
      const size = parseCastSize(data);
      if (size) this.parser.whenParsed(() => this.resize(size));
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
      this.lines.push(this.maker.said(line, this.at));
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
    this.noteArrival();
    this.give(normal.baseY + (this.eager ? normal.cursorY : 0) - 1);
  }

  /** Up to that row, as far as whole lines go: one that has been wrapped is one. */
  private give(lastRow: number): void {
    const { normal } = this.terminal.buffer;
    let rows: (IBufferLine | undefined)[] = [];
    for (let y = this.firstNew; y <= lastRow; y++) {
      rows.push(normal.getLine(y));
      if (normal.getLine(y + 1)?.isWrapped === true) continue;
      this.drawn(rows, this.takeMarks(y), this.arrivalAt(y + 1 - rows.length));
      rows = [];
      this.firstNew = y + 1;
    }
    const passed = this.arrivals.findIndex(({ row }) => row >= this.firstNew);
    this.arrivals.splice(0, passed < 0 ? this.arrivals.length : passed);
  }

  private drawn(rows: readonly (IBufferLine | undefined)[], marks: string, at = this.at): void {
    const known = rows.flatMap((row) => row ?? []);
    this.lines.push(this.maker.drawn(known, at, marks, this.addressOf));
  }

  private noteArrival(): void {
    const { active, normal } = this.terminal.buffer;
    // Where the cursor stands nothing need have been printed yet.
    const row = normal.baseY + normal.cursorY - (normal.cursorX > 0 ? 0 : 1);
    if (active === normal && row > (this.arrivals.at(-1)?.row ?? -1)) this.arrivals.push({ row, at: this.at });
  }

  private arrivalAt(row: number): number {
    return this.arrivals.find((arrival) => arrival.row >= row)?.at ?? this.at;
  }

  /** Those of the rows up to `lastRow`, in their order. */
  private takeMarks(lastRow: number): string {
    if (this.marks.length === 0) return '';
    const own = this.marks.filter(({ marker }) => marker.line >= 0 && marker.line <= lastRow);
    this.marks = this.marks.filter(({ marker }) => marker.line > lastRow);
    for (const { marker } of own) marker.dispose();
    return own.map(({ letter }) => letter).join('');
  }

  /** Lines flow into other rows: what has been given out is counted in lines meanwhile. */
  private resize(size: ViewSize): void {
    const { normal } = this.terminal.buffer;
    const given = linesBetween(normal, 0, this.firstNew);
    const arrived = this.arrivals.map(({ row, at }) => {
      return { line: given + linesBetween(normal, this.firstNew, row + 1) - 1, at };
    });
    resizeTerminal(this.terminal, size, () => {
      this.firstNew = rowOfLine(normal, given) ?? normal.length;
      this.arrivals = arrived.map(({ line, at }) => ({ row: rowOfLine(normal, line) ?? normal.length, at }));
    });
    this.collect();
  }

  private erased(): void {
    const { normal, active } = this.terminal.buffer;
    if (active !== normal) return;
    this.give(this.lastShownRow());
    // The rows of the screen are new ones from here.
    this.firstNew = normal.baseY;
    this.arrivals = [];
  }

  /** A restored Pod shows its earlier screen, and below it that it was restored: only that is new. */
  private knowRowsAbove(): void {
    const { normal } = this.terminal.buffer;
    this.firstNew = Math.max(0, normal.baseY + normal.cursorY - 1);
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

/** Tells of rows that fall off at the top of the normal screen's buffer; the public interface does not. */
function followTrims(terminal: Terminal, trimmed: (rows: number) => void): void {
  const buffers = readField(readField(readField(terminal, '_core'), '_bufferService'), 'buffers');
  const lines = readField(readField(buffers, 'normal'), 'lines');
  const onTrim = readField(lines, 'onTrim');
  if (typeof onTrim === 'function') Reflect.apply(onTrim, lines, [trimmed]);
}
