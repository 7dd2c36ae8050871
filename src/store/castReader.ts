// Reads a recording, both halves as one, once or as it grows.
import { type FileHandle, stat } from 'node:fs/promises';
import { type CastEvent, parseCastEvent, parseCastHeader } from '../protocol/castEvent';
import { LineDecoder } from '../protocol/lineDecoder';
import type { CastStart } from './findCastStart';
import { openIfThere } from './regularFile';

const CHUNK_BYTES = 256 * 1024;
const NOTHING = { bytesRead: 0 };
/** Ours are far shorter, bytes; what has not even a header within as many is no recording. */
const MAX_LINE = 16 * 1024 * 1024;

export class CastReader {
  private handle: FileHandle | null = null;
  private isOlderHalf = true;
  private decoder = new LineDecoder(MAX_LINE);
  private startedAt: number | null = null;
  /** Before the header. */
  private vainBytes = 0;
  /** Of the next byte in the open half. */
  private position = 0;
  private begunAt: CastStart | null = null;

  /** @param from only what comes from there on; it is the reader's to close. */
  constructor(
    private readonly file: string,
    from: CastStart | null = null,
  ) {
    if (from === null) return;
    this.begunAt = from;
    this.handle = from.handle;
    this.isOlderHalf = from.isOlderHalf;
    this.startedAt = from.offset === 0 ? null : from.startedAt;
    this.position = from.offset;
  }

  /**
   * The events that have come since the last call; each file begins with its size as an `r` event. A line that a kill cut
   * short, or that makes no sense, is passed over. @throws file errors; no error where there is no recording.
   */
  async *newEvents(): AsyncGenerator<CastEvent> {
    if (!this.handle) await this.openFirst();
    const { begunAt } = this;
    this.begunAt = null;
    if (begunAt !== null) yield { at: begunAt.startedAt, kind: 'r', data: `${begunAt.size.cols}x${begunAt.size.rows}` };
    const buffer = Buffer.alloc(CHUNK_BYTES);
    while (this.handle) {
      const isRecording = this.startedAt !== null || this.vainBytes <= MAX_LINE;
      const { bytesRead } = isRecording ? await this.handle.read(buffer, 0, buffer.length, this.position) : NOTHING;
      this.position += bytesRead;
      if (bytesRead > 0) yield* this.eventsOf(Buffer.from(buffer.subarray(0, bytesRead)));
      // The open file may be the older half by now: it was read to its end first.
      else if (!(await this.openNext())) return;
    }
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }

  private async openFirst(): Promise<void> {
    this.handle = (await openIfThere(`${this.file}.1`)) ?? null;
    this.isOlderHalf = this.handle !== null;
    if (!this.handle) this.handle = await openIfThere(this.file);
  }

  private async openNext(): Promise<boolean> {
    const { handle } = this;
    if (!handle) return false;
    const now = await stat(this.file).catch(() => null);
    const own = await handle.stat();
    if (now === null || (!this.isOlderHalf && now.ino === own.ino)) return false;
    const next = await openIfThere(this.file);
    if (!next) return false;
    await handle.close();
    this.handle = next;
    this.position = 0;
    this.isOlderHalf = false;
    this.decoder = new LineDecoder(MAX_LINE);
    this.startedAt = null;
    this.vainBytes = 0;
    return true;
  }

  private *eventsOf(bytes: Buffer): Generator<CastEvent> {
    if (this.startedAt === null) this.vainBytes += bytes.length;
    this.decoder.push(bytes);
    for (let next = this.decoder.nextLine(); next !== null; next = this.decoder.nextLine()) {
      const event = next === 'overflow' ? null : this.eventOf(next.line);
      if (event) yield event;
    }
  }

  private eventOf(line: string): CastEvent | null {
    if (this.startedAt === null) {
      const header = parseCastHeader(line);
      if (!header.ok) return null;
      const { startedAt, cols, rows } = header.value;
      this.startedAt = startedAt;
      return { at: startedAt, kind: 'r', data: `${cols}x${rows}` };
    }
    const event = parseCastEvent(line, this.startedAt);
    return event.ok ? event.value : null;
  }
}
