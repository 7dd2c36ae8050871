// blessed's screen over the user's terminal, with the faults fixed that would show there.
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import Tput from 'blessed/lib/tput';
import Box from 'blessed/lib/widgets/box';
import Screen, { type BlessedScreen, type Line } from 'blessed/lib/widgets/screen';

/** A resize storm is one resize once it has been quiet for this long. */
const RESIZE_SETTLE_MS = 100;
/** For terminals that do not tell their size (a serial line, some containers). */
const FALLBACK_SIZE = { cols: 80, rows: 24 };

/**
 * The few capabilities that blessed uses here; every terminal of today agrees on them. blessed's own terminfo reader
 * does not understand today's entries (it falls back to 8 colours or prints garbage), and its fallback is a file that
 * a bundle does not have. No ACS capability, so borders are never drawn through that charset.
 */
function terminfo() {
  return {
    name: 'xterm-256color',
    names: ['xterm-256color'],
    desc: '',
    bools: { back_color_erase: true },
    numbers: { max_colors: 256, U8: 1 },
    strings: {
      enter_ca_mode: '\u001b[?1049h',
      exit_ca_mode: '\u001b[?1049l',
      cursor_invisible: '\u001b[?25l',
      cursor_normal: '\u001b[?25h',
      cursor_address: '\u001b[%i%p1%d;%p2%dH',
      clear_screen: '\u001b[H\u001b[2J',
    },
  };
}

/** What blessed gets as keyboard: our own decoder reads the real one. */
function silentKeyboard(): PassThrough {
  return Object.assign(new PassThrough(), { isTTY: true, isRaw: true, setRawMode: () => undefined });
}

/** Where TMUX is set, blessed starts a `tmux -V` and wraps titles in a passthrough that tmux refuses by default. */
function withoutTmuxVariable<Result>(action: () => Result): Result {
  const { TMUX } = process.env;
  delete process.env.TMUX;
  try {
    return action();
  } finally {
    if (TMUX !== undefined) process.env.TMUX = TMUX;
  }
}

/** blessed would leave the terminal half restored and exit with 0; `exitGuard.ts` does this work. */
function removeProcessListeners(): void {
  const listeners = [
    ['uncaughtException', Screen._exceptionHandler],
    ['SIGTERM', Screen._sigtermHandler],
    ['SIGINT', Screen._sigintHandler],
    ['SIGQUIT', Screen._sigquitHandler],
    ['exit', Screen._exitHandler],
  ] as const;
  for (const [event, listener] of listeners) if (listener !== undefined) process.removeListener(event, listener);
}

function blankLines(cols: number, rows: number, attr: number): Line[] {
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => [attr, ' '] as [number, string]));
}

interface Hooks {
  /** Composes `lines`, when blessed renders its nodes. */
  readonly render: () => void;
  /** Brings `lines` to the terminal. */
  readonly draw: () => void;
}

/**
 * Makes the screen and enters it: alternate buffer, hidden cursor. blessed keeps the cells, the size, the resize
 * settling and the render cycle; the hooks replace its drawing.
 */
export function createBlessedScreen(output: WriteStream, hooks: Hooks): BlessedScreen {
  Tput.ipaths.length = 0;
  Tput.prototype.readTerminfo = terminfo;
  const input = silentKeyboard();
  const screen = withoutTmuxVariable(() =>
    Screen({
      input,
      output,
      terminal: 'xterm-256color',
      forceUnicode: true,
      resizeTimeout: RESIZE_SETTLE_MS,
      autoPadding: false,
    }),
  );
  removeProcessListeners();
  // `alloc` clears the terminal at once, outside of any frame: a flash at each resize.
  screen.alloc = () => {
    const { program } = screen;
    if (!(output.columns > 0) || !(output.rows > 0)) {
      program.cols = FALLBACK_SIZE.cols;
      program.rows = FALLBACK_SIZE.rows;
    }
    screen.lines = blankLines(program.cols, program.rows, screen.dattr);
    screen.olines = blankLines(program.cols, program.rows, screen.dattr);
  };
  screen.draw = hooks.draw;
  const surface = Box({ parent: screen, top: 0, left: 0, width: '100%', height: '100%' });
  surface.render = hooks.render;
  screen.alloc();
  screen.program.flush();
  screen.on('destroy', () => input.destroy());
  return screen;
}
