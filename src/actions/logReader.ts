// Reads the entries of a session log, once or as it grows.
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { type LogEntry, parseLogLine } from '../protocol/logEntry';
import type { Parsed } from '../protocol/parsed';
import { isMissing } from '../store/fileErrors';

const CHUNK_BYTES = 256 * 1024;

/** Reads a log piece by piece, from where it has got to; a log that was rewritten shorter is read from the start again. */
export class LogReader {
  private offset = 0;
  private startCount = 0;
  private rest = '';
  private decoder = new StringDecoder('utf8');

  constructor(private readonly file: string) {}

  /** How often it was read again from its start. */
  get restarts(): number {
    return this.startCount;
  }

  /** The entries that have come since the last call, and why a line is none. @throws file errors. */
  async *newEntries(): AsyncGenerator<Parsed<LogEntry>> {
    let handle: Awaited<ReturnType<typeof open>>;
    try {
      handle = await open(this.file, 'r');
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    try {
      const { size } = await handle.stat();
      if (size < this.offset) this.startAgain();
      const buffer = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        yield* this.entriesOf(this.decoder.write(buffer.subarray(0, bytesRead)));
      }
    } finally {
      await handle.close();
    }
  }

  private startAgain(): void {
    this.startCount += 1;
    this.offset = 0;
    this.rest = '';
    this.decoder = new StringDecoder('utf8');
  }

  private *entriesOf(text: string): Generator<Parsed<LogEntry>> {
    const lines = (this.rest + text).split('\n');
    // The last one is not whole yet.
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield parseLogLine(line);
  }
}
