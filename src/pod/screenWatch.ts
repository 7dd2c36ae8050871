// The `screen` extension for one connection: changed rows only, at a bounded rate, nothing while nothing changes.
import type { ScreenUpdate } from '../protocol/screenUpdate';

/** One row, for all who watch; an unchanged one keeps its identity. */
export interface WatchedRow {
  /** Its runs (`ScreenUpdate`). */
  readonly json: string;
}

/** The screen now. */
export interface WatchedScreen {
  readonly cols: number;
  readonly rows: number;
  readonly cursor: readonly [number, number] | null;
  readonly title: string | null;
  readonly outputBytes: number;
  readonly lines: readonly WatchedRow[];
}

export interface ScreenWatchPort {
  read(): WatchedScreen;
  /** `line`: one event of the wire, its end included. */
  send(line: string): void;
  /** False while the connection has not taken what was sent. */
  isReady(): boolean;
}

/** So much too early, as a part of the time between two frames, is not made to wait for a timer. */
const EARLY = 0.25;
/**
 * A screen that has moved for so long without a pause, ms, comes half as often: nobody reads what runs through a tile, and
 * making frames is half of what a line costs. What moves after a pause comes at once and in full.
 */
const STEADY_MS = 3000;
/** So many times between two frames without a change are a pause. */
const PAUSE_FRAMES = 3;
/** Where output goes on, the next of it is waited for by so much longer, and costs no timer. */
const STEADY_WAIT = 0.25;

export class ScreenWatch {
  private sent: WatchedScreen | null = null;
  /** Runs while a change waits for its turn. */
  private timer: NodeJS.Timeout | null = null;
  private isStale = true;
  /** When the next one is in turn, by `performance.now()`. */
  private dueAt = Number.NEGATIVE_INFINITY;
  /** Since when it moves without a pause, and when it last did. */
  private movingSince = 0;
  private movedAt = Number.NEGATIVE_INFINITY;
  private isStopped = false;

  constructor(
    private readonly port: ScreenWatchPort,
    private readonly maxFps: number,
    /** The client knows of rows that move up: output that scrolls is one new row, not a screen of them. */
    private readonly scrolls = false,
  ) {
    this.flush(performance.now());
  }

  /** The screen, its title or its size may have changed. */
  changed(): void {
    this.isStale = true;
    this.flushInTurn();
  }

  /** The connection takes more. */
  drained(): void {
    this.flushInTurn();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.isStopped = true;
  }

  /** At once where the last time is long enough ago: a program that prints now and then costs no timer besides. */
  private flushInTurn(): void {
    if (!this.isStale || this.isStopped) return;
    const now = performance.now();
    const wait = this.dueAt - now;
    const between = this.betweenFrames;
    if (wait <= EARLY * between) this.flush(now);
    else
      this.timer ??= setTimeout(
        () => this.flush(performance.now()),
        this.isSteady ? wait + STEADY_WAIT * between : wait,
      );
  }

  private get isSteady(): boolean {
    return this.movedAt - this.movingSince >= STEADY_MS;
  }

  /** Ms. */
  private get betweenFrames(): number {
    return (this.isSteady ? 2000 : 1000) / this.maxFps;
  }

  private moves(at: number): void {
    if (at - this.movedAt > (PAUSE_FRAMES * 1000) / this.maxFps) this.movingSince = at;
    this.movedAt = at;
  }

  private flush(at: number): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (!this.port.isReady()) return;
    this.isStale = false;
    this.moves(at);
    // Counted from its turn: one that was early makes the next one no earlier.
    this.dueAt = Math.max(this.dueAt, at) + this.betweenFrames;
    const now = this.port.read();
    const update = difference(this.sent, now, this.scrolls);
    this.sent = now;
    if (update) this.port.send(eventLine(update));
  }
}

interface RowUpdate extends Omit<ScreenUpdate, 'lines'> {
  readonly lines: readonly (readonly [number, WatchedRow])[];
}

/** The rows are JSON already. */
function eventLine({ lines, ...rest }: RowUpdate): string {
  const changed = lines.map(([index, { json }]) => `[${index},${json}]`).join(',');
  return `{"event":"screen","data":{"lines":[${changed}],${JSON.stringify(rest).slice(1)}}\n`;
}

function difference(before: WatchedScreen | null, now: WatchedScreen, scrolls: boolean): RowUpdate | null {
  const full = before === null || before.cols !== now.cols || before.rows !== now.rows;
  const scrolled = full || !scrolls ? 0 : rowsScrolled(before.lines, now.lines);
  const lines: (readonly [number, WatchedRow])[] = [];
  // By index: pairs and iterators made for each row of each frame cost more than all else here.
  for (let index = 0; index < now.lines.length; index++) {
    const row = now.lines[index];
    if (row && (full || before.lines[index + scrolled] !== row)) lines.push([index, row]);
  }
  const sameRest = !full && sameCursor(before.cursor, now.cursor) && before.title === now.title;
  if (sameRest && lines.length === 0 && before.outputBytes === now.outputBytes) return null;
  return {
    cols: now.cols,
    rows: now.rows,
    cursor: now.cursor === null ? null : [now.cursor[0], now.cursor[1]],
    title: now.title,
    output_bytes: now.outputBytes,
    full,
    ...(scrolled > 0 && { scrolled }),
    lines,
  };
}

/** By how many rows most of them have moved up; 0: they have not. A first row that was somewhere below says where to look. */
function rowsScrolled(before: readonly WatchedRow[], now: readonly WatchedRow[]): number {
  const [first] = now;
  const by = first === undefined ? -1 : before.indexOf(first);
  if (by <= 0) return 0;
  return rowsKept(before, now, by) > rowsKept(before, now, 0) ? by : 0;
}

function rowsKept(before: readonly WatchedRow[], now: readonly WatchedRow[], moved: number): number {
  let kept = 0;
  for (let index = 0; index < now.length; index++) if (before[index + moved] === now[index]) kept++;
  return kept;
}

function sameCursor(a: readonly [number, number] | null, b: readonly [number, number] | null): boolean {
  return a === null || b === null ? a === b : a[0] === b[0] && a[1] === b[1];
}
