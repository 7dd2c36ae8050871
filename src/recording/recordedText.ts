// The lines of a recording: what has scrolled by, as a terminal of its size would have shown it.
import type { IBufferLine } from '@xterm/headless';
import { isWrapped, lineStart, linesBetween, resizeTerminal, rowOfLine } from '../pod/terminal/resizeTerminal';
import { addressReader } from '../pod/terminal/screenLinks';
import { ScreenParser } from '../pod/terminal/screenParser';
import { screenTerminal } from '../pod/terminal/screenTerminal';
import { CAST_MARK, type CastEvent, parseCastSize } from '../protocol/castEvent';
import type { ViewSize } from '../protocol/terminalFrame';
import { FollowedTrims } from './followedTrims';
import type { LineMaker, SaidOfLine } from './lineMaker';
import { LineMarks } from './lineMarks';
import { markSentence } from './markSentence';
import { restOfLine, rowOfRest } from './restOfLine';
import { cursorRow, lastShownRow, overlap, screenTexts } from './screenTexts';

/** Rows above the screen; more than one piece of output can scroll by. */
const SCROLLBACK_ROWS = 2000;
/** Of a line that is longer its rows are made into parts before they fall off. */
const PART_ROWS = 1000;
const RESET = Buffer.from('\x1bc');
/** No screen is higher: what it shows again when it grows are the last of its lines. */
const KEPT_LINES = 1000;
/** Then it ends, whether or not it goes on. */
const MOST_PARTS = 1000;
/** Not more rows than that, however narrow the screen. */
const PIECE_BYTES = 1024;

type Rows = readonly (IBufferLine | undefined)[];

interface Given<Line> {
  readonly line: Line;
  /** Null: no row of the terminal shows it any more. */
  readonly said: Pick<SaidOfLine, 'at' | 'marks'> | null;
}

export class RecordedText<Line> {
  private readonly terminal = screenTerminal({ cols: 80, rows: 24 }, { scrollback: SCROLLBACK_ROWS });
  private readonly parser = new ScreenParser(this.terminal, () => {});
  private readonly addressOf = addressReader(this.terminal);
  /** The row of the normal screen's buffer that is to be given out next: a line begins there. */
  private firstNew = 0;
  /** Given out, but those that a screen may show again. */
  private lines: Given<Line>[] = [];
  /** Of the line that begins above `firstNew`; empty: it begins there. */
  private parts: Line[] = [];
  /** Cells of the row `firstNew` that these hold. */
  private skipped = 0;
  /** When the newest output was printed, Unix ms. */
  private at = 0;
  /** When something was printed up to that row of the normal screen's buffer, for rows not given out; rising. */
  private arrivals: { row: number; readonly at: number }[] = [];
  /** What a shell has said of lines that are not given out yet (OSC 133). */
  private readonly marks = new LineMarks(this.terminal);
  private hasBegun = false;
  /** What the next output event is: it repeats what is known. */
  private redraw: 'rotated' | 'restored' | 'anew' | null = null;
  /** The rows of the screen before something was left out: what stands there still is not new. */
  private before: readonly string[] = [];
  private readonly trims: FollowedTrims;

  /** @param eager gives out each line as soon as the cursor has left it, for somebody who watches. */
  constructor(
    private readonly eager: boolean,
    private readonly maker: LineMaker<Line>,
  ) {
    this.trims = new FollowedTrims(this.terminal, (rows) => {
      this.firstNew = Math.max(0, this.firstNew - rows);
      for (const arrival of this.arrivals) arrival.row -= rows;
    });
    // An erased screen is gone for good: its lines are given out before.
    this.terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => {
      const { cursorX, cursorY } = this.terminal.buffer.active;
      if (how === 2 || (how === 0 && cursorX === 0 && cursorY === 0)) this.erased();
      return false;
    });
    this.terminal.parser.registerEscHandler({ final: 'c' }, () => {
      this.reset();
      return false;
    });
  }

  /** Resolves with the lines that are settled now; untrusted text. */
  take(events: readonly CastEvent[]): Promise<Line[]> {
    for (const event of events) this.feed(event);
    return this.settled(() => this.takeLines(this.eager ? 0 : KEPT_LINES));
  }

  /** The rest: what stands on the screen. */
  finish(): Promise<Line[]> {
    return this.settled(() => {
      const { active, normal } = this.terminal.buffer;
      this.give(lastShownRow(this.terminal.buffer.normal));
      this.endParts();
      if (active !== normal) {
        for (let y = 0; y < active.length; y++) this.push([active.getLine(y)], { at: this.at, marks: '' });
      }
      const last = this.lines.findLastIndex(({ line }) => !this.maker.isBlank(line));
      this.lines.length = last + 1;
      return this.takeLines(0);
    });
  }

  dispose(): void {
    this.parser.stop();
    this.terminal.dispose();
  }

  private settled(result: () => Line[]): Promise<Line[]> {
    return new Promise((resolve) => this.parser.whenParsed(() => resolve(result())));
  }

  private takeLines(kept: number): Line[] {
    return this.lines.splice(0, Math.max(0, this.lines.length - kept)).map(({ line }) => line);
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
      if (redraw === null) this.write(data, () => this.collect());
      else this.write(data, redraw === 'restored' ? () => this.knowRowsAbove() : () => this.knowRowsBefore());
    }
  }

  private marked(mark: string): void {
    if (mark === CAST_MARK.rotated) this.redraw = 'rotated';
    if (mark === CAST_MARK.restored) this.redraw = 'restored';
    const said = markSentence(mark);
    if (said !== null) this.say(said.text, said.isAnew);
  }

  /** `anew`: the screen is drawn again behind it. */
  private say(line: string, anew: boolean): void {
    this.parser.whenParsed(() => {
      if (anew) {
        this.before = screenTexts(this.terminal);
        this.giveAll();
      } else this.collect();
      this.endParts();
      this.lines.push({ line: this.maker.said(line, this.at), said: null });
    });
    if (!anew) return;
    this.redraw = 'anew';
    this.parser.write(RESET);
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
    this.trims.follow();
    this.noteArrival();
    this.give(normal.baseY + (this.eager ? normal.cursorY : 0) - 1);
  }

  /** Up to that row, as far as whole lines go: one that has been wrapped is one. */
  private give(lastRow: number): void {
    const { normal } = this.terminal.buffer;
    let rows: (IBufferLine | undefined)[] = [];
    for (let y = this.firstNew; y <= lastRow; y++) {
      rows.push(normal.getLine(y));
      const goesOn = isWrapped(normal, y + 1);
      const isPart = goesOn && rows.length >= PART_ROWS && this.parts.length < MOST_PARTS;
      if (goesOn && !isPart) continue;
      const said = { at: this.arrivalAt(y + 1 - rows.length), marks: this.marks.take(y) };
      if (isPart) this.parts.push(this.lineOf(rows, { ...said, next: normal.getLine(y + 1) }));
      else this.push(rows, said);
      rows = [];
      this.firstNew = y + 1;
    }
    const passed = this.arrivals.findIndex(({ row }) => row >= this.firstNew);
    this.arrivals.splice(0, passed < 0 ? this.arrivals.length : passed);
  }

  /** A line of which no more comes. */
  private endParts(): void {
    if (this.parts.length > 0) this.lines.push({ line: this.maker.joined(this.parts), said: null });
    this.parts = [];
  }

  private push(rows: Rows, said: Pick<SaidOfLine, 'at' | 'marks'>): void {
    const line = this.lineOf(rows, said);
    if (this.parts.length === 0) this.lines.push({ line, said });
    else this.lines.push({ line: this.maker.joined([...this.parts, line]), said: null });
    this.parts = [];
  }

  private lineOf(rows: Rows, said: Omit<SaidOfLine, 'addressOf'>): Line {
    const known = rows.flatMap((row) => row ?? []);
    const line = this.maker.drawn(known, { ...said, addressOf: this.addressOf });
    const { skipped } = this;
    this.skipped = 0;
    return skipped === 0 ? line : this.maker.behind(line, skipped);
  }

  /** Lines that the screen shows again, because it has grown, may still change: they are taken back. */
  private takeBack(): void {
    const { normal } = this.terminal.buffer;
    if (this.parts.length > 0) return;
    for (let last = this.lines.at(-1); this.firstNew > normal.baseY && last?.said; last = this.lines.at(-1)) {
      this.lines.pop();
      const { at, marks } = last.said;
      this.arrivals.unshift({ row: this.firstNew - 1, at });
      this.firstNew = lineStart(normal, this.firstNew - 1);
      this.marks.putBack(marks, this.firstNew);
    }
  }

  /** The rows that are there now show none of the lines that were given out. */
  private forgetRows(): void {
    this.lines = this.lines.map(({ line }) => ({ line, said: null }));
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

  /** Lines flow into other rows: what has been given out is counted in lines meanwhile. */
  private resize(size: ViewSize): void {
    const { normal } = this.terminal.buffer;
    const given = linesBetween(normal, 0, this.firstNew);
    const arrived = this.arrivals.map(({ row, at }) => {
      return { line: given + linesBetween(normal, this.firstNew, row + 1) - 1, at };
    });
    const rest = this.parts.length === 0 ? null : restOfLine(normal, this.firstNew) - this.skipped;
    resizeTerminal(this.terminal, size, () => {
      const behind = rowOfLine(normal, given) ?? normal.length;
      const begin = rest === null ? { row: behind, skipped: 0 } : rowOfRest(normal, behind, rest);
      this.firstNew = begin.row;
      this.skipped = begin.skipped;
      this.arrivals = arrived.map(({ line, at }) => ({ row: rowOfLine(normal, line) ?? normal.length, at }));
      // Before rows that have become too many fall off.
      this.collect();
    });
    this.takeBack();
    this.collect();
  }

  private erased(): void {
    const { normal, active } = this.terminal.buffer;
    if (active !== normal) return;
    this.giveAll();
    // The rows of the screen are new ones from here.
    this.firstNew = normal.baseY;
  }

  /** A terminal that is reset forgets all of its rows. */
  private reset(): void {
    this.giveAll();
    this.firstNew = 0;
  }

  private giveAll(): void {
    this.give(lastShownRow(this.terminal.buffer.normal));
    this.endParts();
    this.forgetRows();
    this.arrivals = [];
    this.firstNew = this.terminal.buffer.normal.length;
  }

  /** After a flood: rows that it has not touched were given out before it. */
  private knowRowsBefore(): void {
    const { normal } = this.terminal.buffer;
    const known = overlap(this.before, screenTexts(this.terminal));
    this.firstNew = known === 0 ? normal.baseY : lineStart(normal, normal.baseY + known);
  }

  /** A restored Pod shows its earlier screen, and below it that it was restored: only that is new. */
  private knowRowsAbove(): void {
    const { normal } = this.terminal.buffer;
    this.forgetRows();
    this.firstNew = Math.max(0, cursorRow(normal) - 1);
  }
}
