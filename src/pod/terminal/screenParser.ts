// Feeds output to the headless terminal: in slices that leave the Pod responsive, and so that no output can end the Pod.
import type { Terminal } from '@xterm/headless';
import { incompleteUtf8Bytes } from './incompleteUtf8Bytes';
import { readField } from './readField';
import { hasFullScrollRegion } from './screenInternals';
import { type OutputPiece, shownPieces } from './shownPieces';

/** One slice of work, ms: what a key echo may have to wait. */
const SLICE_MS = 8;
/** Parsed at one go, bytes. */
const PIECE_BYTES = 64 * 1024;
/** So much is parsed at once, where nothing waits before it, bytes: it takes less time than a turn of its own. */
const SHORT_BYTES = 4096;
/** A smaller piece is parsed as it is: only a flood is worth looking through. */
const FLOOD_BYTES = 16 * 1024;
/** A flood that goes on is gathered up to so many bytes, or ms: the more of it is there at a time, the less of it need be parsed. */
const GATHERED_BYTES = 512 * 1024;
const GATHER_MS = 16;
/** A flood goes on that has paused no longer than that, ms. */
const FLOOD_PAUSE_MS = 50;
const NOTHING = new Uint8Array(0);
const CAN = Buffer.from([0x18]);

/**
 * The queue before the terminal's parser. The terminal's own `write` parses from a timer, where an error in one of its
 * handlers is an uncaught exception, and is stuck afterwards; and it starts a millisecond late.
 */
export class ScreenParser {
  private queue: (OutputPiece | (() => void))[] = [];
  private bytes = 0;
  /** By `performance.now()`: when a piece of a flood came. */
  private floodAt = Number.NEGATIVE_INFINITY;
  /** Runs while a flood is gathered. */
  private gathering: NodeJS.Timeout | null = null;
  /** The beginning of a character that was cut: the terminal's own decoder loses some of those (U+2014 …). */
  private cut: Uint8Array = NOTHING;
  private scheduled: NodeJS.Immediate | null = null;
  /** What the terminal reports of it may come to write, or to wait, in its turn. */
  private isParsing = false;
  private readonly parse: (bytes: Uint8Array) => void;

  constructor(
    private readonly terminal: Terminal,
    private readonly onParsed: () => void,
    /** Hears of each piece before it is parsed. */
    private readonly comes: (bytes: Uint8Array) => void = () => {},
  ) {
    this.parse = parserOf(terminal);
    mendCornerErase(terminal);
  }

  /** Bytes that wait. */
  get waiting(): number {
    return this.bytes;
  }

  write(bytes: Uint8Array): void {
    const data = this.wholeCharacters(bytes);
    if (data.length === 0) return;
    if (data.length > SHORT_BYTES || this.queue.length > 0 || this.isParsing) {
      this.enqueue(data);
      return;
    }
    this.parseSafely(data);
    this.onParsed();
  }

  /** In a turn of its own, however short it is. */
  writeLater(bytes: Uint8Array): void {
    this.enqueue(this.wholeCharacters(bytes));
  }

  private wholeCharacters(bytes: Uint8Array): Uint8Array {
    const data = this.cut.length === 0 ? bytes : Buffer.concat([this.cut, bytes]);
    const whole = data.length - incompleteUtf8Bytes(data);
    this.cut = whole === data.length ? NOTHING : Uint8Array.from(data.subarray(whole));
    return data.subarray(0, whole);
  }

  private enqueue(data: Uint8Array): void {
    for (let at = 0; at < data.length; ) {
      const piece = data.subarray(at, Math.min(at + PIECE_BYTES, data.length));
      const end = at + piece.length === data.length ? piece.length : piece.length - incompleteUtf8Bytes(piece);
      this.queue.push({ bytes: piece.subarray(0, end), isCut: at > 0 });
      at += end;
    }
    this.bytes += data.length;
    if (data.length < FLOOD_BYTES) {
      if (data.length > 0) this.schedule();
      return;
    }
    const now = performance.now();
    const goesOn = now - this.floodAt < FLOOD_PAUSE_MS;
    this.floodAt = now;
    if (goesOn && this.bytes < GATHERED_BYTES && this.scheduled === null) this.gather();
    else this.schedule();
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => this.run(), GATHER_MS);
  }

  /** Calls back when all that was written before is in the cells and nothing that is written after. */
  whenParsed(callback: () => void): void {
    if (this.queue.length === 0 && !this.isParsing) {
      callback();
      return;
    }
    this.queue.push(callback);
    this.schedule();
  }

  stop(): void {
    this.unschedule();
    this.queue = [];
  }

  /** What is gathered waits no longer. */
  private schedule(): void {
    this.scheduled ??= setImmediate(() => this.run());
  }

  private unschedule(): void {
    if (this.scheduled) clearImmediate(this.scheduled);
    if (this.gathering) clearTimeout(this.gathering);
    this.scheduled = null;
    this.gathering = null;
  }

  private run(): void {
    this.unschedule();
    const end = performance.now() + SLICE_MS;
    let done = 0;
    let looked = 0;
    for (; done < this.queue.length; ) {
      if (done >= looked) looked = done + this.leaveOut(done);
      const item = this.queue[done++];
      if (typeof item === 'function') {
        item();
        continue;
      }
      if (item === undefined) continue;
      this.bytes -= item.bytes.length;
      this.parseSafely(item.bytes);
      if (performance.now() > end) break;
    }
    this.queue.splice(0, done);
    if (this.queue.length > 0) this.schedule();
    this.onParsed();
  }

  /**
   * Of a flood that waits at `from` what nothing will ever show. The lines that are kept fill the screen and the scrollback,
   * and before that all rows that they may have been printed over. A scroll region would keep rows outside of it.
   * @returns how many items from there on are not to be looked at again.
   */
  private leaveOut(from: number): number {
    const pieces: OutputPiece[] = [];
    for (let at = from; at < this.queue.length; at++) {
      const item = this.queue[at];
      if (item === undefined || typeof item === 'function') break;
      pieces.push(item);
    }
    if (lengthOf(pieces) < FLOOD_BYTES || !hasFullScrollRegion(this.terminal)) return 1;
    const { looked, shown } = shownPieces(pieces, 2 * this.terminal.rows + (this.terminal.options.scrollback ?? 0) + 1);
    this.bytes -= lengthOf(pieces.slice(0, looked)) - lengthOf(shown);
    this.queue.splice(from, looked, ...shown);
    return Math.max(1, shown.length);
  }

  /** What the terminal cannot digest costs a few cells, not the program. CAN brings its parser back to rest. */
  private parseSafely(bytes: Uint8Array): void {
    this.isParsing = true;
    try {
      this.comes(bytes);
      this.parse(bytes);
    } catch (error) {
      process.stderr.write(`The screen could not take some output: ${String(error)}\n`);
      try {
        this.parse(CAN);
      } catch {
        // Nothing more can be done; the next output may do.
      }
    } finally {
      this.isParsing = false;
    }
  }
}

function lengthOf(pieces: readonly OutputPiece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function parserOf(terminal: Terminal): (bytes: Uint8Array) => void {
  const input = readField(readField(terminal, '_core'), '_inputHandler');
  const parse = readField(input, 'parse');
  return typeof parse === 'function'
    ? (bytes) => Reflect.apply(parse, input, [bytes])
    : (bytes) => terminal.write(bytes);
}

/**
 * `CSI 1 J` in the last cell of the last row throws in @xterm/headless 6.0.0 where there is no scrollback. It erases the
 * whole screen there, as `CSI 2 J` does.
 */
function mendCornerErase(terminal: Terminal): void {
  const input = readField(readField(terminal, '_core'), '_inputHandler');
  const erase = readField(input, 'eraseInDisplay');
  if (typeof erase !== 'function') return;
  terminal.parser.registerCsiHandler({ final: 'J' }, (params) => {
    const { cursorX, cursorY } = terminal.buffer.active;
    if (params[0] !== 1 || cursorX + 1 < terminal.cols || cursorY + 1 < terminal.rows) return false;
    Reflect.apply(erase, input, [{ params: [2], length: 1 }, false]);
    return true;
  });
}
