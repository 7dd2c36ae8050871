// Reads the entries of a session log piece by piece, once or as it grows.
import { LineDecoder, MAX_LINE_BYTES } from '../protocol/lineDecoder';
import { type LogEntry, parseLogLine } from '../protocol/logEntry';
import type { Parsed } from '../protocol/parsed';
import { openIfThere } from './regularFile';

const CHUNK_BYTES = 256 * 1024;
const TOO_LONG = `it is longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`;

/** Goes on from where it has got to; a log that was rewritten shorter is read from the start again. */
export class LogReader {
  private startCount = 0;
  private decoder = new LineDecoder();

  /** @param offset where a line begins: what stands before it is passed over. */
  constructor(
    private readonly file: string,
    private offset = 0,
  ) {}

  /** How often it was read again from its start. */
  get restarts(): number {
    return this.startCount;
  }

  /** The entries that have come since the last call, one line each, or what is wrong with it. @throws file errors. */
  async *newEntries(): AsyncGenerator<Parsed<LogEntry>> {
    const handle = await openIfThere(this.file);
    if (handle === null) return;
    try {
      const { size } = await handle.stat();
      if (size < this.offset) this.startAgain();
      for (;;) {
        // The decoder keeps what it is given until the line is whole.
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        this.decoder.push(buffer.subarray(0, bytesRead));
        for (let next = this.decoder.nextLine(); next !== null; next = this.decoder.nextLine()) {
          yield next === 'overflow' ? { ok: false, error: TOO_LONG } : parseLogLine(next.line);
        }
      }
    } finally {
      await handle.close();
    }
  }

  private startAgain(): void {
    this.startCount += 1;
    this.offset = 0;
    this.decoder = new LineDecoder();
  }
}
