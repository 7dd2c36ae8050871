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

export class ScreenWatch {
  private sent: WatchedScreen | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStale = true;

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
    if (!this.timer) this.flush();
  }

  /** The connection takes more. */
  drained(): void {
    if (this.isStale && !this.timer) this.flush();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.isStale = false;
  }

  private flush(): void {
    if (!this.port.isReady()) return;
    this.isStale = false;
    const now = this.port.read();
    const update = difference(this.sent, now, this.scrolls);
    this.sent = now;
    if (update) this.port.send(eventLine(update));
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.isStale) this.flush();
    }, 1000 / this.maxFps);
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
  const lines = now.lines
    .map((row, index) => [index, row] as const)
    .filter(([index, row]) => full || before.lines[index + scrolled] !== row);
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
  const kept = (moved: number) => now.filter((row, index) => before[index + moved] === row).length;
  return kept(by) > kept(0) ? by : 0;
}

function sameCursor(a: readonly [number, number] | null, b: readonly [number, number] | null): boolean {
  return a === null || b === null ? a === b : a[0] === b[0] && a[1] === b[1];
}
