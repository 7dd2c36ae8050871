// The screen that a Pod keeps by itself: a headless terminal, its modes and title, and how much of the output it has read.
import type { IBufferCell, IBufferLine, Terminal } from '@xterm/headless';
import type { ViewSize } from '../../protocol/terminalFrame';
import { answerQuestions } from './answerQuestions';
import { isDark } from './colourValue';
import { type ColourSlot, DynamicColours } from './dynamicColours';
import { ModeTracker } from './modeTracker';
import { flowRows } from './paintRows';
import { resizeTerminal } from './resizeTerminal';
import { ScreenParser } from './screenParser';
import { screenState } from './screenState';
import { screenTerminal } from './screenTerminal';
import { reportTerminalFacts, type TerminalFact } from './terminalFacts';
import { UntouchedRows } from './untouchedRows';
import { type ScreenLine, wordLine } from './wordLine';

/** Lines kept above the screen: enough to show where a restored Pod had been, small in memory. */
const SCROLLBACK_LINES = 200;
/** Longer titles are cut, UTF-16 units. */
const MAX_TITLE = 256;

export interface ScreenEvents {
  /** Some output has been read into the cells. */
  readonly onParsed: () => void;
  readonly onTitle: () => void;
  readonly onFact?: (fact: TerminalFact) => void;
  /** The terminal's answer to a query that was written to it. */
  readonly onAnswer: (text: string) => void;
  /** It is asked for a colour; `own`: as the program has set it. Answered in its turn with what `say` makes of it. */
  readonly onColourAsked?: (slot: ColourSlot, own: string | null, say: (colour: string) => string) => void;
}

export class HeadlessScreen {
  readonly terminal: Terminal;
  private readonly modes: ModeTracker;
  private currentTitle: string | null = null;
  private readonly colours: DynamicColours;
  private readonly parser: ScreenParser;
  /** Which rows are as they were. */
  readonly untouched: UntouchedRows;

  private readonly onAnswer: (text: string) => void;

  constructor(size: ViewSize, events: ScreenEvents) {
    this.onAnswer = events.onAnswer;
    this.terminal = screenTerminal(size, {
      scrollback: SCROLLBACK_LINES,
      windowOptions: { getWinSizeChars: true, pushTitle: true, popTitle: true },
    });
    this.modes = new ModeTracker(this.terminal, () => events.onAnswer(sizeReport(this.terminal)));
    this.colours = new DynamicColours(this.terminal, (slot, own) =>
      events.onColourAsked?.(slot, own, (colour) => `\x1b]${slot};${colour}\x1b\\`),
    );
    answerQuestions(this.terminal, this.modes, {
      say: events.onAnswer,
      sayColourScheme: () => events.onColourAsked?.('11', null, (colour) => `\x1b[?997;${isDark(colour) ? 1 : 2}n`),
    });
    if (events.onFact) reportTerminalFacts(this.terminal, events.onFact);
    this.untouched = new UntouchedRows(this.terminal);
    this.parser = new ScreenParser(this.terminal, events.onParsed, (bytes) => this.untouched.comes(bytes));
    this.terminal.onData(events.onAnswer);
    this.terminal.onTitleChange((title) => {
      // It must stay inside its own sequence when it is sent again.
      this.currentTitle = title.replace(/[\x00-\x1f\x7f-\x9f]/g, '').slice(0, MAX_TITLE) || null;
      events.onTitle();
    });
  }

  get title(): string | null {
    return this.currentTitle;
  }

  /** Bytes written and not yet in the cells. */
  get unparsedBytes(): number {
    return this.parser.waiting;
  }

  get bracketedPaste(): boolean {
    return this.terminal.modes.bracketedPasteMode;
  }

  write(bytes: Uint8Array): void {
    this.parser.write(bytes);
  }

  /** As `write`, and nothing of it is told before the next turn. */
  writeLater(bytes: Uint8Array): void {
    this.parser.writeLater(bytes);
  }

  /** Calls back exactly when all that was written before is in the cells, and nothing that is written after. */
  whenParsed(callback: () => void): void {
    this.parser.whenParsed(callback);
  }

  /** In the order of the output: what was written before is laid out for the old size. */
  resize(size: ViewSize): void {
    this.parser.whenParsed(() => {
      resizeTerminal(this.terminal, size);
      if (this.modes.tellsSize) this.onAnswer(sizeReport(this.terminal));
    });
  }

  /** See `screenState`, with the title at its end. */
  state(view: ViewSize): Buffer {
    const title = this.currentTitle === null ? '' : `\x1b]2;${this.currentTitle}\x07`;
    return Buffer.from(screenState(this.terminal, this.modes, view) + this.colours.sequence + title, 'utf8');
  }

  /** Draws the screen on a terminal of the same size, whatever that shows and whichever of its two screens it is on. */
  redraw(): string {
    const { cols, rows, buffer } = this.terminal;
    const screen = buffer.active.type === 'alternate' ? '\x1b[?1049h' : '\x1b[?1049l';
    return screen + this.state({ cols, rows }).toString('utf8');
  }

  /** Screen and scrollback as running text with styles, newest rows last, at most `maxBytes`. */
  flow(maxBytes: number): Buffer {
    const buffer = this.terminal.buffer.active;
    const rows = flowRows(buffer, 0, buffer.length - 1);
    let bytes = 0;
    let from = rows.length;
    while (from > 0) {
      bytes += Buffer.byteLength(rows[from - 1] ?? '') + 2;
      if (bytes > maxBytes) break;
      from--;
    }
    return Buffer.from(rows.slice(from).join('\r\n'), 'utf8');
  }

  /** The last row that says something, as plain text; empty when none does. See `wordLine`. */
  lastLine(): string {
    return wordLine(this.linesUpwards());
  }

  private *linesUpwards(): Generator<ScreenLine, void, void> {
    const { cols, rows, buffer } = this.terminal;
    const isFullScreen = buffer.active.type === 'alternate';
    for (let y = buffer.active.baseY + rows - 1; y >= 0; y--) {
      const line = buffer.active.getLine(y);
      if (line === undefined) continue;
      const [first, last] = [line.getCell(0), line.getCell(cols - 1)];
      const text = line.translateToString(true);
      const isBar = isFilled(first) && (isFilled(last) || (isFullScreen && isFilledText(line, text)));
      yield { text, isBar };
    }
  }

  dispose(): void {
    this.parser.stop();
    this.terminal.dispose();
  }
}

/** Where a pager stands says so by its text alone. */
function isFilledText(line: IBufferLine, text: string): boolean {
  const used = text.trimEnd().length;
  for (let x = 0; x < used; x++) {
    const cell = line.getCell(x);
    if (cell !== undefined && cell.getChars().trim() !== '' && !isFilled(cell)) return false;
  }
  return used > 0;
}

/** Inverse, or with a background of its own. */
function isFilled(cell: IBufferCell | undefined): boolean {
  return cell !== undefined && (cell.isInverse() !== 0 || !cell.isBgDefault());
}

/** As mode 2048 has it, in cells; how many pixels one has differs from viewer to viewer. */
function sizeReport({ rows, cols }: Terminal): string {
  return `\x1b[48;${rows};${cols};0;0t`;
}
