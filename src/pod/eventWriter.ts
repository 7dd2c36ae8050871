// The lines that one client is told, on their way: who reads nothing is let go, who reads slowly is not, and neither fills our memory.
import type { Socket } from 'node:net';
import { encodeLine } from '../protocol/lineDecoder';
import { writeAtOnce } from './writeAtOnce';

/**
 * A client that leaves more events unread, and takes none for so long (ms), is disconnected, and so is one that leaves more
 * bytes of them; it can come back for a new snapshot. A burst of any length must not cost a client that reads.
 */
const MAX_UNREAD_EVENTS = 256;
const PATIENCE_MS = 2000;
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;
/**
 * Long lines are another matter: one long message of an agent comes as its words, as a whole and as an entry, all at once.
 * One may wait, of any length, and more up to the same bytes; what comes beyond is left out, and made good for by a new
 * snapshot as soon as the client has read what waits. It may take so long over each piece, ms.
 */
const LONG_LINE_BYTES = 4 * 1024 * 1024;
const LONG_PATIENCE_MS = 10_000;
/** A long line goes in pieces, bytes: that one has been taken tells that somebody reads. */
const PIECE_BYTES = 128 * 1024;

interface Line {
  readonly bytes: Buffer;
  /** Of it have been given to the socket. */
  written: number;
  /** A greeting is not: it may hold a long log, and the client has had no time to read it yet. */
  readonly isCounted: boolean;
}

export class EventWriter {
  /** Lines from the first long one on. */
  private waiting: Line[] = [];
  private isPieceUnread = false;
  private unreadEvents = 0;
  private unreadBytes = 0;
  private unreadLongBytes = 0;
  /** Lines and pieces, ever. */
  private taken = 0;
  private look: NodeJS.Timeout | null = null;
  private hasGap = false;
  private isOver = false;

  /** `snapshot`: all that there is to know now; asked once a client has read up to where something was left out. */
  constructor(
    private readonly socket: Socket,
    private readonly snapshot: () => readonly object[],
  ) {}

  /** The client has taken all. */
  get isIdle(): boolean {
    return this.waiting.length === 0 && this.socket.writableLength === 0;
  }

  /** What it is told unasked as the first, or anew. */
  greet(events: readonly object[]): void {
    for (const event of events) this.put(Buffer.from(encodeLine(event), 'utf8'), false);
  }

  /** One event as one line, newline included. */
  send(bytes: Buffer): void {
    if (!this.isOpen) return;
    const isLong = bytes.length >= LONG_LINE_BYTES;
    if (isLong && this.unreadLongBytes > 0 && this.unreadBytes + bytes.length > MAX_UNREAD_BYTES) this.hasGap = true;
    else this.put(bytes, true);
    if (this.unreadBytes - this.unreadLongBytes > MAX_UNREAD_BYTES) this.socket.destroy();
  }

  /** Not counted: who sends it waits until the client has taken the one before. */
  sendUncounted(line: string): void {
    if (this.isOpen) this.put(Buffer.from(line, 'utf8'), false);
  }

  /** Gives all that waits to the socket, as somebody else writes to it now, or as it ends. */
  flush(): void {
    this.stop();
    const rest = this.waiting;
    this.waiting = [];
    for (const { bytes, written } of rest) this.socket.write(bytes.subarray(written));
  }

  /** The client is gone, or is none of events any more. */
  stop(): void {
    this.isOver = true;
    if (this.look !== null) clearTimeout(this.look);
    this.look = null;
  }

  private get isOpen(): boolean {
    return !this.isOver && !this.socket.destroyed && !this.socket.writableEnded;
  }

  private put(bytes: Buffer, isCounted: boolean): void {
    const line: Line = { bytes, written: 0, isCounted };
    const isLong = bytes.length >= LONG_LINE_BYTES;
    if (isCounted) this.unreadEvents++;
    if (isCounted || isLong) this.unreadBytes += bytes.length;
    if (isLong) this.unreadLongBytes += bytes.length;
    if (isLong || this.waiting.length > 0) {
      this.waiting.push(line);
      this.writePiece();
    } else {
      const taken = writeAtOnce(this.socket, bytes);
      if (taken === bytes.length) this.took(line);
      else this.socket.write(taken === 0 ? bytes : bytes.subarray(taken), () => this.took(line));
    }
    if (this.isBehind) this.look ??= this.lookLater();
  }

  /** In step with the client: a line that was given to the socket as a whole would be taken as a whole, or not at all. */
  private writePiece(): void {
    const [line] = this.waiting;
    if (line === undefined || this.isPieceUnread || !this.isOpen) return;
    const piece = line.bytes.subarray(line.written, line.written + PIECE_BYTES);
    this.isPieceUnread = true;
    line.written += piece.length;
    this.socket.write(piece, () => {
      this.isPieceUnread = false;
      // It may have been flushed.
      if (this.waiting[0] !== line) return;
      if (line.written < line.bytes.length) this.taken++;
      else this.took(this.waiting.shift() ?? line);
      this.writePiece();
    });
  }

  private took({ bytes, isCounted }: Line): void {
    const isLong = bytes.length >= LONG_LINE_BYTES;
    if (isCounted) this.unreadEvents--;
    if (isCounted || isLong) this.unreadBytes -= bytes.length;
    if (isLong) this.unreadLongBytes -= bytes.length;
    this.taken++;
    if (!this.hasGap || this.unreadLongBytes > 0 || !this.isOpen) return;
    this.hasGap = false;
    this.greet(this.snapshot());
  }

  private get isBehind(): boolean {
    return this.unreadEvents > MAX_UNREAD_EVENTS || this.unreadLongBytes > 0;
  }

  /** Whether it reads: lets it go where it does not. */
  private lookLater(): NodeJS.Timeout {
    const { taken } = this;
    const patience = this.unreadLongBytes > 0 ? LONG_PATIENCE_MS : PATIENCE_MS;
    return setTimeout(() => {
      const { isBehind } = this;
      this.look = isBehind && this.taken > taken ? this.lookLater() : null;
      if (isBehind && this.look === null) this.socket.destroy();
    }, patience);
  }
}
