// One connection to a Pod, over whatever carries its bytes: events to all who listen, methods out, until it turns binary.
import type { Duplex } from 'node:stream';
import type { WireAttention } from '../protocol/agentExtension';
import { encodeLine, LineDecoder, MAX_LINE_BYTES } from '../protocol/lineDecoder';
import { cutEntries, type SnapshotEntries } from '../protocol/snapshotEntries';
import { parseWireEvent, parseWithoutEntries, type WireEvent, type WireStatus } from '../protocol/wireEvent';
import type { PodPlace, WireMethod } from '../protocol/wireMethod';
import { errorWords } from '../store/fileErrors';
import { discard, discardSoon } from './dial';

/** What a Pod leaves unread of what it was told, bytes: it hears nothing any more. The largest text may wait once. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** A Pod that floods us is read in slices of so long, ms, so that keys and other Pods are served in between. */
const SLICE_MS = 8;

/** What the Pod has said of itself last. */
export interface PodHello {
  readonly extensions: readonly string[];
  /** In which Pods its viewers are. */
  readonly shownIn?: readonly PodPlace[] | undefined;
  /** Null: it does not say. */
  readonly status: WireStatus | null;
  readonly attention: WireAttention | null;
}

/** `none`: not at all. `pieces`: where they are many, beside the event, still to be parsed. */
export type WantedEntries = 'none' | 'pieces';

export interface PodListener {
  /** Events of other names are not told, and where nobody wants them not even parsed. Default: all are. */
  readonly only?: ReadonlySet<string>;
  /** `entries`: of a snapshot that says none itself, to a listener that takes them so. */
  readonly event: (event: WireEvent, entries: SnapshotEntries | null) => void;
  /** How it wants what a snapshot says was said before. Missing: in the event, all at once. */
  readonly entries?: WantedEntries;
  /** Once: the beginning of a line that is not whole yet, such as a snapshot with a long log. */
  readonly receiving?: () => void;
  /** The last word; `reason` in words. Not called where we have closed it ourselves. */
  readonly closed: (reason: string) => void;
}

/** What a connection becomes when it turns binary. */
export interface TakenOver {
  readonly duplex: Duplex;
  /** Bytes that have come after the last event. */
  readonly rest: Buffer;
}

/** Rust and we both write the name first, so most lines need not be parsed to be passed over. */
const EVENT_NAME = /^\{"event":"([a-z_]+)"/;
const LONGEST_NAME = 64;
/** Of a longer line, bytes, only what is wanted is decoded. */
const LONG_LINE_BYTES = 256 * 1024;
/** Read for `hello`, whoever listens. */
const ALWAYS_READ: ReadonlySet<string> = new Set(['snapshot', 'status', 'terminal_attached']);

interface ReadEvent {
  readonly event: WireEvent;
  readonly entries: SnapshotEntries | null;
}

/** Owns the duplex until it is closed or taken over. Reads nothing before somebody listens. */
export class PodConnection {
  private readonly decoder: LineDecoder;
  private readonly listeners = new Set<PodListener>();
  private said: PodHello | null = null;
  private reason: string | null = null;
  private nextSlice: NodeJS.Immediate | null = null;
  private isReceiving = false;
  private isBinary = false;
  private isHeld = false;
  private isOver = false;

  constructor(
    private readonly duplex: Duplex,
    private readonly maxLineBytes: number = MAX_LINE_BYTES,
  ) {
    this.decoder = new LineDecoder(maxLineBytes);
    duplex.on('error', this.onError).on('end', this.onEnd).on('close', this.onClose);
    // Lost before anybody could listen: then no event comes any more.
    if (duplex.destroyed) process.nextTick(this.onClose);
  }

  /** Null until the snapshot has come. */
  get hello(): PodHello | null {
    return this.said;
  }

  get isOpen(): boolean {
    return !this.isOver;
  }

  /** Returns what ends the listening; the connection stays open. */
  listen(listener: PodListener): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1 && this.duplex.listenerCount('data') === 0) this.duplex.on('data', this.onData);
    return () => this.listeners.delete(listener);
  }

  /** One method, one write (formats §5, tolerance). Nothing before the snapshot, unless the Pod is known. */
  send(method: WireMethod): void {
    if (this.isOver || !this.duplex.writable) return;
    if (this.duplex.writableLength > MAX_UNREAD_BYTES) this.fail('it does not read what it is told');
    else this.duplex.write(encodeLine(method));
  }

  /** True: nothing more is read for now, and the Pod is made to wait. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (this.isHeld) this.duplex.pause();
    else this.goOn();
  }

  /** Hands the duplex over; this object is done. Nothing that has come is lost. */
  takeOver(): TakenOver {
    this.forget();
    return { duplex: this.duplex, rest: this.decoder.takeRest() };
  }

  /**
   * The same connection for who goes on with it alone: none of those who have listened hears any more of it, and to close this
   * one changes nothing. Null: it has ended, or its Pod has not greeted us yet.
   */
  handOn(): PodConnection | null {
    if (this.isOver || this.isBinary || this.said === null || this.reason !== null) return null;
    const { duplex, rest } = this.takeOver();
    const next = new PodConnection(duplex, this.maxLineBytes);
    next.said = this.said;
    next.decoder.push(rest);
    return next;
  }

  close(): void {
    if (this.isOver) return;
    this.forget();
    discard(this.duplex);
  }

  /** For who is likely to end with it. */
  closeSoon(): void {
    if (this.isOver) return;
    this.forget();
    discardSoon(this.duplex);
  }

  private forget(): void {
    this.isOver = true;
    this.listeners.clear();
    if (this.nextSlice !== null) clearImmediate(this.nextSlice);
    this.duplex.off('data', this.onData).off('error', this.onError).off('end', this.onEnd).off('close', this.onClose);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.decoder.push(chunk);
    if (this.nextSlice === null) this.read(SLICE_MS);
  };

  private read(sliceMs: number): void {
    const until = performance.now() + sliceMs;
    for (let next = this.nextLine(); next !== null; next = this.nextLine()) {
      if (next === 'overflow') {
        this.fail(`the Pod sent a line of more than ${this.maxLineBytes} bytes`);
        return;
      }
      this.take(next);
      if (performance.now() < until) continue;
      this.duplex.pause();
      this.nextSlice = setImmediate(() => {
        this.nextSlice = null;
        this.goOn();
      });
      return;
    }
    if (this.isReceiving || this.isOver || !this.decoder.isInLine) return;
    this.isReceiving = true;
    for (const listener of [...this.listeners]) listener.receiving?.();
  }

  private nextLine(): ReturnType<LineDecoder['nextBytes']> {
    return this.isOver || this.isBinary ? null : this.decoder.nextBytes();
  }

  private goOn(): void {
    if (this.isOver || this.isBinary || this.nextSlice !== null) return;
    this.read(SLICE_MS);
    if (this.isOver || this.isBinary || this.nextSlice !== null) return;
    if (this.reason !== null) this.finish(this.reason);
    else if (!this.isHeld && this.duplex.isPaused()) this.duplex.resume();
  }

  private take(line: Buffer): void {
    const name = EVENT_NAME.exec(line.toString('latin1', 0, LONGEST_NAME))?.[1];
    if (name !== undefined && !ALWAYS_READ.has(name) && !this.isWanted(name)) return;
    const read = this.readEvent(line);
    if (read === null) return;
    const { event, entries } = read;
    this.remember(event);
    for (const listener of [...this.listeners]) {
      if (listener.only === undefined || listener.only.has(event.event)) listener.event(event, entries);
    }
  }

  /** Null: nothing that we know. */
  private readEvent(line: Buffer): ReadEvent | null {
    const wanted = this.wantedEntries;
    if (wanted !== 'all' && line.length > LONG_LINE_BYTES) {
      const cut = cutEntries(line);
      const short = cut === null ? null : parseWireEvent(cut.rest);
      if (cut !== null && short?.ok) return { event: short.value, entries: wanted === 'none' ? null : cut.entries };
    }
    const text = line.toString('utf8');
    const parsed = wanted === 'none' ? parseWithoutEntries(text) : parseWireEvent(text);
    return parsed.ok ? { event: parsed.value, entries: null } : null;
  }

  /** What satisfies all who listen. */
  private get wantedEntries(): WantedEntries | 'all' {
    let most: WantedEntries = 'none';
    for (const { entries } of this.listeners) {
      if (entries === undefined) return 'all';
      if (entries === 'pieces') most = 'pieces';
    }
    return most;
  }

  private isWanted(name: string): boolean {
    for (const { only } of this.listeners) if (only === undefined || only.has(name)) return true;
    return false;
  }

  private remember(event: WireEvent): void {
    if (event.event === 'snapshot') {
      const { greeting, status = 'idle', attention } = event.data;
      this.said = { extensions: greeting.extensions, shownIn: greeting.shown_in, status, attention };
    } else if (event.event === 'status' && this.said !== null) {
      const { status, attention } = event.data;
      this.said = { ...this.said, status, attention };
    } else if (event.event === 'terminal_attached') {
      // What follows are frames: they are for whoever takes the connection over.
      this.isBinary = true;
      this.duplex.pause();
    }
  }

  private readonly onError = (error: Error): void => {
    this.reason ??= errorWords(error);
  };

  private readonly onEnd = (): void => {
    this.duplex.destroy();
    this.onClose();
  };

  private readonly onClose = (): void => {
    if (this.isOver) return;
    this.reason ??= 'the Pod closed the connection';
    // What waits for its slice comes first.
    if (this.nextSlice === null) this.finish(this.reason);
  };

  private fail(reason: string): void {
    this.reason ??= reason;
    this.finish(this.reason);
  }

  private finish(reason: string): void {
    const told = [...this.listeners];
    this.close();
    for (const listener of told) listener.closed(reason);
  }
}
