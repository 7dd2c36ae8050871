// Records what a terminal Pod puts out: in batches, within bounds, and in a flood only what the screen shows.
import { StringDecoder } from 'node:string_decoder';
import { CAST_MARK, type CastEvent, type CastHeader } from '../../protocol/castEvent';
import type { ViewSize } from '../../protocol/terminalFrame';
import type { CastLog } from '../../store/castLog';
import { errorText } from '../../store/fileErrors';

/** From the first output to its writing, ms: what a kill can lose. */
const BATCH_MS = 250;
/** Output that comes within this time, ms, is one event. */
const EVENT_MS = 20;
/** More output in one batch, bytes, is a flood: the rest of it is left out, and the screen after it recorded instead. */
const FLOOD_BYTES = 256 * 1024;

/** What the recorder needs of its Pod. */
export interface RecordedScreen {
  size(): ViewSize;
  whenParsed(callback: () => void): void;
  /** Bytes that draw the screen as it is, from any state. */
  redraw(): string;
}

export interface RecorderOptions {
  /** Bound of both halves together, bytes; a half ends at the first batch that goes beyond its own. */
  readonly maxBytes: number;
  /** Null while the Pod is pending: nothing of it is stored yet. `birth`: for a new recording. @throws file errors. */
  readonly openLog: (birth: CastHeader) => CastLog | null;
  /** The recording has ended for good. */
  readonly onFault: (message: string) => void;
}

interface PendingEvent {
  readonly at: number;
  readonly kind: CastEvent['kind'];
  readonly parts: Buffer[];
}

export class CastRecorder {
  private log: CastLog | null = null;
  private events: PendingEvent[] = [];
  /** Of output in `events`. */
  private bytes = 0;
  private skipped = 0;
  private isFlood = false;
  /** A redraw is on its way: what comes now follows it. */
  private isAwaiting = false;
  /** Nothing has come since the last redraw: the rest of a string that began before it means nothing. */
  private isFresh = false;
  private timer: NodeJS.Timeout | null = null;
  private lastAt = 0;
  private hasEnded = false;
  private readonly decoder = new StringDecoder('utf8');
  private readonly birth: CastHeader;

  constructor(
    private readonly screen: RecordedScreen,
    private readonly options: RecorderOptions,
    /** The Pod has had an earlier life, which its recording goes on from. */
    isRestored: boolean,
  ) {
    this.birth = { ...screen.size(), startedAt: this.now() };
    if (isRestored) this.redraw(CAST_MARK.restored);
  }

  /** `continues`: begins inside a string whose start came before. The bytes are kept, not copied. */
  output(bytes: Buffer, continues: boolean): void {
    if (this.hasEnded || (this.isFresh && continues)) return;
    this.isFresh = false;
    this.schedule();
    if (this.isFlood || this.bytes + bytes.length > FLOOD_BYTES) {
      this.isFlood = true;
      this.skipped += bytes.length;
      return;
    }
    this.bytes += bytes.length;
    const now = this.now();
    const last = this.events.at(-1);
    if (last?.kind === 'o' && now - last.at < EVENT_MS) last.parts.push(bytes);
    else this.events.push({ at: now, kind: 'o', parts: [bytes] });
  }

  resized(): void {
    if (this.hasEnded) return;
    this.note('r', this.sizeText());
    this.schedule();
  }

  /** The program has ended, and all it put out is on the screen. */
  end(): void {
    if (this.hasEnded) return;
    if (this.timer) clearTimeout(this.timer);
    // What waits behind a redraw that has not come means nothing without it.
    if (this.isAwaiting) this.events = [];
    this.write(this.take());
    if (this.isFlood || this.isAwaiting) {
      this.write(this.redrawEvents(`${CAST_MARK.skipped} ${this.skipped}`, this.now()));
    }
    this.stop();
  }

  private schedule(): void {
    if (this.timer || this.isAwaiting) return;
    this.timer = setTimeout(() => this.flush(), BATCH_MS);
  }

  private flush(): void {
    this.timer = null;
    // A pending Pod waits for its first activity; what comes meanwhile is bounded as a flood is.
    if (!this.openLog()) {
      if (!this.hasEnded) this.schedule();
      return;
    }
    this.write(this.take());
    if (this.hasEnded) return;
    if (this.isFlood) this.redraw(CAST_MARK.skipped);
    else if (this.log && this.log.bytes > this.options.maxBytes / 2) this.redraw(CAST_MARK.rotated);
  }

  /** The screen after all output so far; what follows it is kept until it is written. */
  private redraw(mark: string): void {
    const { skipped } = this;
    const at = this.now();
    this.skipped = 0;
    this.isFlood = false;
    this.isAwaiting = true;
    this.isFresh = true;
    this.screen.whenParsed(() => {
      if (this.hasEnded) return;
      this.isAwaiting = false;
      const events = this.redrawEvents(mark === CAST_MARK.skipped ? `${mark} ${skipped}` : mark, at);
      this.writeRedraw(mark, events);
      if (this.isFlood || this.events.length > 0) this.schedule();
    });
  }

  private writeRedraw(mark: string, events: CastEvent[]): void {
    if (!this.openLog()) {
      // Pending: it comes before all that waits.
      this.events.unshift(...events.map(({ at, kind, data }) => ({ at, kind, parts: [Buffer.from(data)] })));
      this.schedule();
      return;
    }
    this.attempt(() => {
      if (mark === CAST_MARK.rotated) this.log?.rotate({ ...this.screen.size(), startedAt: this.now() });
    });
    this.write([...events, ...this.take()]);
  }

  /** `at`: when it was asked for, which is before all that follows it. */
  private redrawEvents(mark: string, at: number): CastEvent[] {
    return [
      { at, kind: 'm', data: mark },
      { at, kind: 'r', data: this.sizeText() },
      { at, kind: 'o', data: this.screen.redraw() },
    ];
  }

  private sizeText(): string {
    const { cols, rows } = this.screen.size();
    return `${cols}x${rows}`;
  }

  private note(kind: 'r' | 'm', data: string): void {
    this.events.push({ at: this.now(), kind, parts: [Buffer.from(data)] });
  }

  /** All that waits. A character that has come in part stays in the decoder. */
  private take(): CastEvent[] {
    const events = this.events.map(({ at, kind, parts }) => {
      const bytes = Buffer.concat(parts);
      return { at, kind, data: kind === 'o' ? this.decoder.write(bytes) : bytes.toString('utf8') };
    });
    this.events = [];
    this.bytes = 0;
    return events.filter(({ data }) => data !== '');
  }

  private openLog(): CastLog | null {
    this.attempt(() => {
      if (!this.log && !this.hasEnded) this.log = this.options.openLog(this.birth);
    });
    return this.log;
  }

  private write(events: CastEvent[]): void {
    if (events.length > 0) this.attempt(() => this.openLog()?.append(events));
  }

  private attempt(deed: () => void): void {
    try {
      deed();
    } catch (error) {
      this.options.onFault(`The Pod is recorded no longer: ${errorText(error)}`);
      this.stop();
    }
  }

  private stop(): void {
    this.hasEnded = true;
    if (this.timer) clearTimeout(this.timer);
    this.events = [];
    try {
      this.log?.close();
    } catch {
      // It was closed by the fault that ended it.
    }
    this.log = null;
  }

  /** A clock that is set back must not play backwards. */
  private now(): number {
    this.lastAt = Math.max(this.lastAt, Date.now());
    return this.lastAt;
  }
}
