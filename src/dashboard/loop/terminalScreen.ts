// The port between the run loop and the widgets: the one object that owns the user's terminal.
import type { Observable } from 'rxjs';
import type { TerminalSize } from '../../cells/terminalSize';
import type { InputEvent } from '../../input/inputEvent';
import type { Frame } from '../kit/frame';

/** `widgets/openTerminalScreen` makes one. From then on nothing else writes to the terminal, except while suspended. */
export interface TerminalScreen {
  /** Hot. Completes when the terminal is gone (EIO, hang-up) or after `close`. */
  readonly input$: Observable<InputEvent>;
  /** Replays the current size, then each settled change (a resize storm is one change). */
  readonly size$: Observable<TerminalSize>;
  /** Takes the newest frame and draws it at the end of the turn, only changed cells; never blocks on a slow terminal. */
  paint(frame: Frame): void;
  /** Rings once; not while suspended, when the bytes of somebody else are under way. */
  bell(): void;
  /** Has the terminal put the text into the user's clipboard (OSC 52), which it may or may not do. */
  copy(text: string): void;
  /** Gives the terminal back as it was found (modes, main screen, cooked input) so that an attach can own it. */
  suspend(): void;
  /** Takes the terminal again and redraws everything. */
  takeBack(): void;
  /** Gives the terminal back and stops the whole job, as Ctrl+Z does; takes it again when the shell brings the job back. */
  toShell(): void;
  /** Gives the terminal back for good. Safe to call twice, and from a signal handler. */
  close(): void;
}
