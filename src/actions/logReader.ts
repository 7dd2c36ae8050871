// Reads a session log as a person's lines, once or as it grows.
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { parseLogLine } from '../protocol/logEntry';
import { isMissing } from '../store/fileErrors';
import { type LogLine, logLine } from './logLine';

const CHUNK_BYTES = 256 * 1024;

/** Reads a log piece by piece, from where it has got to; a log that was rewritten shorter is read from the start again. */
export class LogReader {
  private offset = 0;
  private rest = '';
  private decoder = new StringDecoder('utf8');

  constructor(private readonly file: string) {}

  /** The lines that have come since the last call; a line that cannot be read says so. @throws file errors. */
  async *newLines(): AsyncGenerator<LogLine> {
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
        yield* this.linesOf(this.decoder.write(buffer.subarray(0, bytesRead)));
      }
    } finally {
      await handle.close();
    }
  }

  private startAgain(): void {
    this.offset = 0;
    this.rest = '';
    this.decoder = new StringDecoder('utf8');
  }

  private *linesOf(text: string): Generator<LogLine> {
    const lines = (this.rest + text).split('\n');
    // The last one is not whole yet.
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const entry = parseLogLine(line);
      const shown = entry.ok ? logLine(entry.value) : unreadable(entry.error);
      if (shown !== null) yield shown;
    }
  }
}

function unreadable(error: string): LogLine {
  return { ts: 0, role: 'error', text: `a line of the log cannot be read: ${error}` };
}
