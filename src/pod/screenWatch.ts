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

/** So much too early, ms times frames a second, is not made to wait for a timer: a quarter of the time between two. */
const EARLY = 250;

export class ScreenWatch {
  private sent: WatchedScreen | null = null;
  /** Runs while a change waits for its turn. */
  private timer: NodeJS.Timeout | null = null;
  private isStale = true;
  /** When the next one is in turn, by `performance.now()`. */
  private dueAt = Number.NEGATIVE_INFINITY;
  private isStopped = false;

  constructor(
    private readonly port: ScreenWatchPort,
    private readonly maxFps: number,
    /** The client knows of rows that move up: output that scrolls is one new row, not a screen of them. */
    private readonly scrolls = false,
  ) {
    this.flush();
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
    if (!this.isStale || this.timer || this.isStopped) return;
    const wait = this.dueAt - performance.now();
    if (wait <= EARLY / this.maxFps) this.flush();
    else {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.flush();
      }, wait);
    }
  }

  private flush(): void {
    if (!this.port.isReady()) return;
    this.isStale = false;
    // Counted from its turn: one that was early makes the next one no earlier.
    this.dueAt = Math.max(this.dueAt, performance.now()) + 1000 / this.maxFps;
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
