// Records what a terminal Pod puts out: in batches, within bounds, and in a flood only what the screen shows.
import { StringDecoder } from 'node:string_decoder';
import { CAST_MARK, type CastEvent, type CastHeader } from '../../protocol/castEvent';
import type { CastLog } from '../../store/castLog';
import { errorText } from '../../store/fileErrors';
import type { PutBack } from '../../store/keptFile';
import type { RecordedScreen } from './recordedScreen';
import type { RecorderOptions } from './recorderOptions';

/** From the first output to its writing, ms: what a kill can lose. */
const BATCH_MS = 250;
/** Output that comes so long, ms, after the first one of its batch has it written: the Pod is awake now, and need not wake for it later. */
const FULL_BATCH_MS = BATCH_MS / 2;
/** Output that comes within this time, ms, is one event. */
const EVENT_MS = 20;
/** More output in one batch, bytes, is a flood: the rest of it is left out, and the screen after it recorded instead. */
const FLOOD_BYTES = 256 * 1024;
/** While it is written, it is looked so often, ms, whether the recording still stands at its path; what goes is put back whole. */
const LOOK_MS = 1000;
/** After a failed write the next one waits longer and longer, up to this, ms. */
const MAX_RETRY_MS = 2000;

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
  /** When it was started, by `performance.now()`. */
  private batchAt = 0;
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** What comes now is written when its turn is over. */
  private isInTurn = false;
  private lastAt = 0;
  private hasEnded = false;
  /** What could not be written yet; bounded as a flood is. */
  private unwritten: CastEvent[] = [];
  /** Since when nothing can be written (Unix ms), and how long the next try waits. */
  private fault: { readonly since: number; readonly message: string; readonly retryMs: number } | null = null;
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
    if (this.fault === null && performance.now() - this.batchAt >= FULL_BATCH_MS) this.writeNow();
  }

  resized(): void {
    if (this.hasEnded) return;
    this.note('r', this.sizeText());
    this.schedule();
  }

  /** What `deliver` hands on has waited to be read, and does not wait again: it is written behind it. */
  turn(deliver: () => void): void {
    this.isInTurn = true;
    try {
      deliver();
    } finally {
      this.isInTurn = false;
      if (this.events.length > 0 || this.isFlood) this.writeTurn();
    }
  }

  private writeTurn(): void {
    if (this.hasEnded || this.isAwaiting || this.fault !== null) this.schedule();
    else {
      if (this.timer) clearTimeout(this.timer);
      this.flush();
    }
  }

  /** Somebody is about to read it: what waits is written now. */
  writeNow(): void {
    if (!this.timer || this.hasEnded) return;
    clearTimeout(this.timer);
    this.flush();
  }

  /** The program has ended, and all it put out is on the screen. */
  end(): void {
    if (this.hasEnded) return;
    if (this.timer) clearTimeout(this.timer);
    // What waits behind a redraw that has not come means nothing without it.
    if (this.isAwaiting) this.events = [];
    // A Pod that ends at once has written nothing yet.
    this.openLog();
    this.write(this.take());
    if (this.isFlood || this.isAwaiting) {
      this.write(this.redrawEvents(`${CAST_MARK.skipped} ${this.skipped}`, this.now()));
    }
    this.stop();
  }

  private schedule(): void {
    if (this.timer || this.isAwaiting || this.isInTurn || this.hasEnded) return;
    this.batchAt = performance.now();
    this.timer = setTimeout(() => this.flush(), this.fault?.retryMs ?? BATCH_MS);
  }

  private flush(): void {
    this.timer = null;
    // A pending Pod waits for its first activity; what comes meanwhile is bounded as a flood is.
    if (!this.openLog()) {
      if (!this.hasEnded) this.schedule();
      return;
    }
    if (performance.now() - this.lookedAt >= LOOK_MS && this.putBack()) return;
    if (!this.write(this.take())) this.schedule();
    else if (this.isFlood) this.redraw(CAST_MARK.skipped);
    else if (this.log && this.log.bytes > this.options.maxBytes / 2) this.redraw(CAST_MARK.rotated);
  }

  /** Looks whether the recording still stands at its path. True: it was cut, and goes on with a redraw. */
  putBack(): boolean {
    if (!this.log || this.isAwaiting || this.hasEnded) return false;
    this.lookedAt = performance.now();
    const { log } = this;
    let came: PutBack = 'own';
    this.attempt(() => {
      came = log.putBack({ ...this.screen.size(), startedAt: this.now() });
    });
    return this.reportPutBack(came);
  }

  private reportPutBack(came: PutBack): boolean {
    if (came === 'whole') this.options.onFault('The recording was removed or replaced from outside: it was put back.');
    if (came !== 'cut') return false;
    this.options.onFault('The recording was cut short from outside: what was cut off is lost.');
    // The redraw shows what waits.
    this.take();
    this.unwritten = [];
    this.redraw(CAST_MARK.lost);
    return true;
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
    if (!this.write([...events, ...this.take()])) this.schedule();
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

  /** What cannot be written now is kept, and written with the next ones: false. */
  private write(events: CastEvent[]): boolean {
    const all = [...this.unwritten, ...events];
    if (all.length === 0) return true;
    const { fault } = this;
    const interrupted: CastEvent[] =
      fault === null
        ? []
        : [{ at: this.now(), kind: 'm', data: `${CAST_MARK.interrupted} ${this.now() - fault.since}` }];
    const isWritten = this.attempt(() => {
      this.log?.append([...all, ...interrupted]);
      this.fault = null;
    });
    if (isWritten && fault !== null) this.options.onMended();
    this.unwritten = isWritten ? [] : all;
    if (!isWritten) this.boundUnwritten();
    return isWritten;
  }

  /** More than a flood's worth is left out as one is: the screen after it stands for it. */
  private boundUnwritten(): void {
    const bytes = this.unwritten.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
    if (bytes <= FLOOD_BYTES) return;
    this.unwritten = [];
    this.skipped += bytes;
    this.isFlood = true;
  }

  private attempt(deed: () => void): boolean {
    try {
      deed();
      return true;
    } catch (error) {
      const message = errorText(error);
      if (this.fault?.message !== message) this.options.onFault(`The Pod cannot be recorded for now: ${message}`);
      const retryMs = Math.min((this.fault?.retryMs ?? BATCH_MS / 2) * 2, MAX_RETRY_MS);
      this.fault = { since: this.fault?.since ?? this.now(), message, retryMs };
      return false;
    }
  }

  private stop(): void {
    this.hasEnded = true;
    if (this.timer) clearTimeout(this.timer);
    this.events = [];
    this.unwritten = [];
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
