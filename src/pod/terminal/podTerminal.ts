// The inside of a terminal Pod: the program, the screen it draws, and the viewers that watch it, joined byte by byte.
import type { Socket } from 'node:net';
import type { ResumeAnswer } from '../../protocol/resume';
import type { ScrollbackPart } from '../../protocol/screenUpdate';
import type { PodExit, ViewSize } from '../../protocol/terminalFrame';
import type { PodPlace } from '../../protocol/wireMethod';
import type { ViewerRequest } from '../clientConnection';
import type { WatchedScreen } from '../screenWatch';
import { AnswerQueue } from './answerQueue';
import { ColourDesk } from './colourDesk';
import { FocusReports } from './focusReports';
import { HeadlessScreen } from './headlessScreen';
import { PtyProcess } from './ptyProcess';
import type { RecordedScreen } from './recordedScreen';
import { isCursorHidden } from './screenInternals';
import { scrollbackRows } from './screenRows';
import { SharedRows } from './sharedRows';
import { type StreamPart, StreamScanner } from './streamScanner';
import type { TerminalFact } from './terminalFacts';
import type { TerminalStart } from './terminalStart';
import { ViewerHub } from './viewerHub';

/** The program is held while this much of its output has not been read into the screen, bytes; and let go below the other. */
const HOLD_ABOVE_BYTES = 1024 * 1024;
const RELEASE_BELOW_BYTES = 256 * 1024;

export interface TerminalEvents {
  /** Its program runs, and nothing can keep the Pod from living any more. */
  readonly onRuns: (pid: number) => void;
  readonly onOutput: () => void;
  readonly onTyped: () => void;
  readonly onTitle: () => void;
  readonly onFact: (fact: TerminalFact) => void;
  /** A viewer has attached. */
  readonly onViewed: () => void;
  /** Somebody wants to read what it has printed. */
  readonly onHistoryAsked: () => void;
  /** Cells, size or title have changed. */
  readonly onScreen: () => void;
  /** What viewers may see, as it came, whether anybody watches or not. `continues`: see `StreamPart`. */
  readonly onStream: (bytes: Buffer, continues: boolean) => void;
  /** See `ReadingTurns`. */
  readonly onTurn: (deliver: () => void) => void;
  readonly onResized: () => void;
  /** After the last output is on the screen; the viewers have not been told yet. */
  readonly onExit: (exit: PodExit) => void;
}

export class PodTerminal {
  readonly screen: HeadlessScreen;
  private readonly rows: SharedRows;
  private readonly pty: PtyProcess;
  private readonly hub: ViewerHub;
  private readonly scanner = new StreamScanner();
  private readonly answers = new AnswerQueue((text) => this.pty.write(Buffer.from(text, 'latin1')));
  private readonly colours = new ColourDesk(this.answers, {
    known: (slot) => this.hub.colour(slot),
    ask: (slot) => this.hub.askColour(slot),
  });
  private readonly focus = new FocusReports({
    isWanted: () => this.screen.terminal.modes.sendFocusMode,
    tell: (report) => this.pty.write(report),
  });
  private currentSize: ViewSize;
  private outputBytes = 0;
  private isReading = false;
  /** Some of what is being read is in the cells already. */
  private hasParsed = false;

  /** Bytes, since it was started. */
  get putOut(): number {
    return this.outputBytes;
  }

  /** Who asks for a pause of the output: the screen's parser, the viewers. */
  private readonly holds = new Set<'parser' | 'viewers'>();

  /** Starts the program. @throws what the system says when no pseudo-terminal can be had. */
  constructor(
    start: TerminalStart,
    private readonly events: TerminalEvents,
  ) {
    this.currentSize = start.size;
    const { file, args, cwd, env, starter, size } = start;
    this.pty = new PtyProcess({
      starter,
      file,
      args,
      cwd,
      env,
      cols: size.cols,
      rows: size.rows,
      onOutput: (chunk) => this.output(chunk),
      onExit: (exit) => this.exited(exit),
      onInputDrained: () => this.hub.inputDrained(),
      turns: { isUnhurried: () => !this.hub.hasViewer && this.holds.size === 0, onTurn: events.onTurn },
    });
    events.onRuns(this.pty.pid);
    // Its library is loaded while the program starts; what that prints is read in a later turn.
    this.screen = new HeadlessScreen(start.size, {
      onParsed: () => this.parsed(),
      onTitle: events.onTitle,
      onFact: events.onFact,
      onAnswer: (text) => this.answers.say(text),
      onColourAsked: (slot, own, say) => this.colours.asked(slot, own, say),
    });
    this.rows = new SharedRows(() => this.screen.untouched.look());
    if (start.preface) this.screen.writeLater(start.preface);
    this.hub = new ViewerHub({
      whenParsed: (callback) => this.screen.whenParsed(callback),
      state: (view) => this.screen.state(view),
      facts: () => ({ alternate: this.screen.terminal.buffer.active.type === 'alternate' }),
      historyAsked: () => events.onHistoryAsked(),
      input: (bytes) => {
        this.type(bytes);
        this.focus.typed(bytes);
      },
      resize: (next) => this.resize(next),
      size: () => this.currentSize,
      isInputFull: () => this.pty.isInputFull,
      hold: (on) => this.hold('viewers', on),
      colourTold: (slot, colour) => this.colours.told(slot, colour),
      watched: (on) => (on ? this.focus.viewed() : this.focus.left()),
    });
  }

  get size(): ViewSize {
    return this.currentSize;
  }

  /** What its recording is made of. */
  get recorded(): RecordedScreen {
    return {
      size: () => this.size,
      whenParsed: (callback) => this.screen.whenParsed(callback),
      redraw: () => this.screen.redraw(),
    };
  }

  get pid(): number {
    return this.pty.pid;
  }

  get foregroundName(): string {
    return this.pty.foregroundName;
  }

  /** Earlier input still waits for the program. */
  get isInputFull(): boolean {
    return this.pty.isInputFull;
  }

  /** Its program gets whole lines, now. */
  get isCanonical(): boolean {
    return this.pty.isCanonical;
  }

  /** Somebody is attached, if only to watch. */
  get isViewed(): boolean {
    return this.hub.hasViewer;
  }

  /** In which Pods viewers are. */
  get shownIn(): readonly PodPlace[] {
    return this.hub.shownIn;
  }

  /** See `TerminalPort`. */
  resumed(viewer: ViewerRequest): ResumeAnswer | null {
    return this.hub.resumed(viewer);
  }

  attach(socket: Socket, viewer: ViewerRequest, rest: Buffer): void {
    this.pty.hurry();
    this.hub.attach(socket, viewer, rest);
    this.events.onViewed();
  }

  /** Input as a user's terminal would send it. */
  type(bytes: Buffer): void {
    this.pty.write(bytes);
    this.events.onTyped();
  }

  signal(signal: NodeJS.Signals): void {
    this.pty.signal(signal);
  }

  /** Tells the viewers of the end and waits, bounded, until they have it. */
  async finish(exit: PodExit): Promise<void> {
    this.answers.stop();
    await this.hub.finish(exit);
    this.screen.dispose();
  }

  watchedScreen(): WatchedScreen {
    const { terminal } = this.screen;
    const { cursorX, cursorY } = terminal.buffer.active;
    const isHidden = isCursorHidden(terminal);
    return {
      cols: terminal.cols,
      rows: terminal.rows,
      cursor: isHidden ? null : [Math.min(cursorX, terminal.cols - 1), cursorY],
      title: this.screen.title,
      outputBytes: this.outputBytes,
      lines: this.rows.read(terminal),
    };
  }

  scrollback(from: number, count: number): ScrollbackPart {
    this.events.onHistoryAsked();
    return scrollbackRows(this.screen.terminal, from, count);
  }

  private output(chunk: Buffer): void {
    this.outputBytes += chunk.length;
    const parts = this.scanner.scan(chunk);
    // Viewers first: who types waits for the echo, and for nothing that the Pod does besides.
    const echo = parts[0]?.kind === 'output' ? parts[0] : null;
    if (echo !== null) this.hub.output(echo.bytes, echo.continues);
    this.events.onOutput();
    this.isReading = true;
    for (const part of parts) this.deliver(part, part === echo);
    this.isReading = false;
    if (this.hasParsed) this.parsed();
    if (this.screen.unparsedBytes > HOLD_ABOVE_BYTES) this.hold('parser', true);
  }

  private hold(who: 'parser' | 'viewers', on: boolean): void {
    const wasHeld = this.holds.size > 0;
    if (on) this.holds.add(who);
    else this.holds.delete(who);
    if (wasHeld === this.holds.size > 0) return;
    if (wasHeld) this.pty.resume();
    else this.pty.pause();
  }

  private deliver(part: StreamPart, isShown = false): void {
    if (part.kind === 'query') {
      // What lies in the clipboard only the user's terminal knows, and may keep to itself.
      if (isClipboardQuery(part.bytes)) this.hub.ask(part.bytes);
      else this.screen.write(part.bytes);
      return;
    }
    if (part.kind === 'hidden') {
      this.writeHidden(part.bytes);
      return;
    }
    if (part.kind === 'output' && !isShown) this.hub.output(part.bytes, part.continues);
    this.screen.write(part.bytes);
    this.events.onStream(part.bytes, part.continues);
    if (part.kind !== 'output') this.hub.rejoin();
  }

  /** The program may take an earlier title back (`CSI 23 t`): viewers do not have its stack, and are told the outcome. */
  private writeHidden(bytes: Buffer): void {
    let before: string | null = null;
    this.screen.whenParsed(() => {
      before = this.screen.title;
    });
    this.screen.write(bytes);
    this.screen.whenParsed(() => {
      const { title } = this.screen;
      // Into a long string that has been passed on in part nothing can be put.
      if (title === before || this.scanner.isInString) return;
      this.hub.output(Buffer.from(`\x1b]2;${title ?? ''}\x07`), false);
    });
  }

  /** Once for all that was read at a time. */
  private parsed(): void {
    this.hasParsed = this.isReading;
    if (this.isReading) return;
    if (this.screen.unparsedBytes < RELEASE_BELOW_BYTES) this.hold('parser', false);
    this.hub.parsed();
    this.rows.changed();
    this.events.onScreen();
  }

  private resize(size: ViewSize): void {
    this.currentSize = size;
    this.pty.resize(size.cols, size.rows);
    this.screen.resize(size);
    this.rows.changed();
    this.events.onResized();
    this.events.onScreen();
  }

  private exited(exit: PodExit): void {
    for (const part of this.scanner.flush()) this.deliver(part);
    this.screen.whenParsed(() => this.events.onExit(exit));
  }
}

/** `OSC 52 ; … ; ?`. */
function isClipboardQuery(query: Buffer): boolean {
  return query.toString('latin1', 2, 5) === '52;';
}
