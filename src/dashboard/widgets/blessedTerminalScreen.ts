// The dashboard's screen on blessed: our input, our drawing, one owner that takes the terminal and gives it back.

import type { ReadStream, WriteStream } from 'node:tty';
import type { BlessedScreen } from 'blessed/lib/widgets/screen';
import { BehaviorSubject, distinctUntilChanged, type Observable, Subject } from 'rxjs';
import { colourDepth } from '../../cells/colourDepth';
import type { TerminalSize } from '../../cells/terminalSize';
import type { InputEvent } from '../../input/inputEvent';
import { createExitGuard } from '../../terminal/exitGuard';
import { ForegroundWait, isInForeground } from '../../terminal/foreground';
import type { LentKeeper } from '../../terminal/lentKeeper';
import { TerminalKeeper } from '../../terminal/terminalKeeper';
import { TerminalWriter } from '../../terminal/terminalWriter';
import type { Frame } from '../kit/frame';
import type { TerminalScreen } from '../loop/terminalScreen';
import { CellDiffer } from './cellDiffer';
import { createBlessedScreen } from './createBlessedScreen';
import { FramePainter } from './framePainter';
import { createFrameSchedule } from './frameSchedule';
import { FrameSequence } from './frameSequence';
import { ScreenInput } from './screenInput';
import { StyleTable } from './styleTable';
import { clipboardSequence, GIVE_MODES, PUSH_TITLE, TAKE_MODES, TAKE_MOUSE } from './terminalSequences';

export interface TerminalScreenOptions {
  readonly input?: ReadStream;
  readonly output?: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False (NO_COLOR): bold, inverse and the like only. */
  readonly colour: boolean;
  /** One that has noted the line settings as they were found and knows of no modes; missing: one is made. */
  readonly keeper?: TerminalKeeper;
  /** Has the keeper while the screen is suspended, for who has the terminal then. */
  readonly lent?: LentKeeper;
  /** False: the mouse is left to the terminal (its own selecting and scrolling); default true. */
  readonly mouse?: boolean;
  /** Restore and end on signals and crashes; default true. */
  readonly exitOnSignals?: boolean;
  /** How to end then (128 + signal number, 1 after a crash), the terminal already restored; default `process.exit`. */
  readonly exit?: (code: number) => void;
}

function descriptorOf(stream: ReadStream | WriteStream, standard: number): number {
  const fd: unknown = Reflect.get(stream, 'fd');
  return typeof fd === 'number' ? fd : standard;
}

export class BlessedTerminalScreen implements TerminalScreen {
  readonly input$: Observable<InputEvent>;
  readonly size$: Observable<TerminalSize>;
  readonly #events = new Subject<InputEvent>();
  readonly #sizes: BehaviorSubject<TerminalSize>;
  readonly #stream: WriteStream;
  readonly #output: TerminalWriter;
  readonly #input: ScreenInput;
  readonly #screen: BlessedScreen;
  readonly #painter: FramePainter;
  readonly #differ: CellDiffer;
  readonly #schedule = createFrameSchedule(() => this.#draw());
  readonly #guard;
  readonly #modes: string;
  readonly #sequence: FrameSequence;
  readonly #foreground = new ForegroundWait();
  readonly #descriptors;
  /** While the terminal is taken. */
  #keeper: TerminalKeeper | null = null;
  readonly #lent: LentKeeper | null;
  /** `away`: in the background of a shell, which has not been given the terminal but has it. */
  #state: 'shown' | 'away' | 'suspended' | 'closed' = 'shown';
  #frame: Frame | null = null;

  constructor(input: ReadStream, output: WriteStream, options: TerminalScreenOptions) {
    this.#stream = output;
    this.#descriptors = { input: descriptorOf(input, 0), output: descriptorOf(output, 1) };
    this.#lent = options.lent ?? null;
    const hasMouse = options.mouse !== false;
    this.#sequence = new FrameSequence(hasMouse);
    this.#modes = hasMouse ? TAKE_MODES + TAKE_MOUSE : TAKE_MODES;
    this.#output = new TerminalWriter(output);
    this.#output.onDrained(() => this.#schedule.released());
    output.on('error', this.#onGone);
    this.#guard =
      options.exitOnSignals === false
        ? null
        : createExitGuard({
            restore: () => this.#give(true),
            exit: options.exit ?? ((code) => process.exit(code)),
            stop: { standAside: () => this.#standAside(), goOn: () => this.#goOn() },
          });
    this.#output.take();
    this.#screen = createBlessedScreen(output, {
      render: () => this.#compose(),
      draw: () => this.#flush(),
    });
    const styles = new StyleTable(this.#screen.dattr, options.colour ? colourDepth(options.env) : 'none');
    this.#painter = new FramePainter(this.#screen, styles);
    this.#differ = new CellDiffer(this.#screen, styles);
    this.#sizes = new BehaviorSubject(this.#size());
    this.size$ = this.#sizes.pipe(
      distinctUntilChanged((left, right) => left.cols === right.cols && left.rows === right.rows),
    );
    this.input$ = this.#events.asObservable();
    this.#screen.on('resize', () => this.#sizes.next(this.#size()));
    this.#input = new ScreenInput(input, { event: (event) => this.#events.next(event), gone: this.#onGone });
    this.#guard?.on();
    this.#output.write(PUSH_TITLE + this.#modes);
    this.#takeInput(options.keeper);
  }

  #takeInput(keeper?: TerminalKeeper): void {
    // Tests that end nothing by a signal have nobody to be kept from.
    if (this.#guard !== null)
      this.#keeper = keeper ?? new TerminalKeeper({ ...this.#descriptors, giveBack: GIVE_MODES, settings: 'found' });
    keeper?.knows('before', GIVE_MODES);
    this.#input.take();
    this.#keeper?.taken();
  }

  #size(): TerminalSize {
    const { cols, rows } = this.#screen.program;
    return { cols, rows };
  }

  readonly #onGone = (): void => {
    this.#schedule.cancel();
    this.#events.complete();
    this.#sizes.complete();
  };

  paint(frame: Frame): void {
    if (this.#state === 'closed') return;
    this.#frame = frame;
    if (this.#state === 'shown') this.#schedule.request();
  }

  bell(): void {
    if (this.#state === 'shown') this.#output.write('\u0007');
  }

  copy(text: string): void {
    if (this.#state === 'shown') this.#output.write(clipboardSequence(text));
  }

  /** Lets blessed run its render cycle; false while the terminal has not taken the last frame. */
  #draw(): boolean {
    if (this.#state !== 'shown') return true;
    if (this.#output.isPending) return false;
    this.#screen.render();
    return true;
  }

  #compose(): void {
    if (this.#frame !== null) this.#painter.paint(this.#frame);
  }

  #flush(): void {
    const frame = this.#frame;
    if (frame === null || this.#state !== 'shown') return;
    // blessed also renders by itself after a resize, whatever the terminal is busy with.
    if (this.#output.isPending) {
      this.#schedule.request();
      return;
    }
    const sequence = this.#sequence.next(frame, this.#differ.draw(), this.#size());
    if (sequence !== '') this.#output.write(sequence);
  }

  /** `now`: the process is about to end, nothing queued will be written any more. `lends`: somebody of ours comes next. */
  #give(now: boolean, lends = false): void {
    if (this.#state !== 'shown' && this.#state !== 'away') return;
    // To change the mode from the background would stop us. The shell has set its own.
    const keepMode = !isInForeground();
    this.#state = 'suspended';
    this.#foreground.cancel();
    this.#schedule.cancel();
    // Otherwise blessed would leave the alternate buffer once more at its end and clear the user's own screen.
    this.#screen.program.isAlt = false;
    // Behind a frame that is still on its way only the queue keeps the order.
    if (now || !this.#output.isPending) this.#output.writeNow(GIVE_MODES);
    else this.#output.write(GIVE_MODES);
    this.#output.release();
    this.#input.release(keepMode);
    if (lends && this.#lent !== null && this.#keeper !== null) this.#lent.put(this.#keeper);
    else this.#keeper?.given();
    this.#keeper = null;
  }

  #take(): void {
    this.#state = 'shown';
    this.#guard?.on();
    this.#output.take();
    // Also makes new cells, so that everything is drawn anew.
    this.#screen.enter();
    this.#screen.program.flush();
    this.#output.write(PUSH_TITLE + this.#modes);
    const lent = this.#lent?.take() ?? undefined;
    lent?.serves({ giveBack: '' });
    this.#takeInput(lent);
    this.#redraw();
    this.#sizes.next(this.#size());
  }

  #redraw(): void {
    this.#sequence.forget();
    if (this.#frame !== null) this.#schedule.request();
  }

  suspend(): void {
    if (this.#state === 'closed') return;
    this.#guard?.off('forNext');
    // What a stop has left to be done for later is the new owner's matter.
    this.#foreground.cancel();
    this.#give(false, true);
  }

  takeBack(): void {
    if (this.#state === 'suspended') this.#take();
  }

  toShell(): void {
    if (this.#state === 'shown') this.#guard?.stop();
  }

  /** Before a stop. A shell that has the terminal already is not disturbed. */
  #standAside(): void {
    this.#foreground.cancel();
    if (isInForeground()) this.#give(true);
    else this.#stepBack();
  }

  #stepBack(): void {
    if (this.#state !== 'shown') return;
    this.#state = 'away';
    this.#schedule.cancel();
    this.#input.pause();
  }

  /** After a stop: at once, or when the shell has brought us to the foreground. */
  #goOn(): void {
    if (!isInForeground()) this.#stepBack();
    this.#guard?.on();
    this.#foreground.start(() => (this.#state === 'suspended' ? this.#take() : this.#retake()));
  }

  /** After a stop in which nobody left the alternate buffer; entering it again would lose the saved cursor. */
  #retake(): void {
    if (this.#state === 'closed') return;
    this.#state = 'shown';
    this.#input.retake();
    this.#output.take();
    this.#output.write(this.#modes);
    this.#screen.alloc();
    this.#redraw();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#give(false);
    this.#lent?.take()?.given();
    this.#foreground.cancel();
    this.#state = 'closed';
    this.#guard?.end();
    this.#screen.program.isAlt = false;
    this.#screen.destroy();
    this.#events.complete();
    this.#sizes.complete();
    this.#frame = null;
    // A last write may still fail: the listener goes once it is through.
    this.#output.onDrained(() => this.#stream.off('error', this.#onGone));
    if (!this.#output.isPending) this.#stream.off('error', this.#onGone);
  }
}
