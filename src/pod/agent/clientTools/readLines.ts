// Reads a text file for an agent, whole or some lines of it, within a bound whatever its size.
import { openRegularHandle } from '../../../store/regularFile';

/** Of what is given, bytes: more no model reads, and one message must hold it. */
const MAX_READ_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

export interface LineRange {
  /** From 1; null: the first. */
  readonly line: number | null;
  /** Null: all that follow. */
  readonly limit: number | null;
}

/** @throws file errors; a sentence where it is no text or too much of it. Lines behind the last are an empty text. */
export async function readLines(file: string, { line, limit }: LineRange): Promise<string> {
  const handle = await openRegularHandle(file);
  try {
    const first = Math.max(1, line ?? 1);
    const wanted = new WantedLines(first, limit === null ? Number.POSITIVE_INFINITY : first + limit);
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    while (!wanted.isComplete) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      wanted.take(buffer.subarray(0, bytesRead));
    }
    return wanted.text();
  } finally {
    await handle.close();
  }
}

class WantedLines {
  private at = 1;
  private bytes = 0;
  private readonly parts: Buffer[] = [];

  /** `end`: the line behind the last one. */
  constructor(
    private readonly first: number,
    private readonly end: number,
  ) {}

  get isComplete(): boolean {
    return this.at >= this.end;
  }

  take(chunk: Buffer): void {
    let from = this.at >= this.first ? 0 : -1;
    let position = 0;
    while (!this.isComplete && position < chunk.length) {
      if (this.first === 1 && this.end === Number.POSITIVE_INFINITY) break;
      const newline = chunk.indexOf(NEWLINE, position);
      if (newline < 0) break;
      this.at += 1;
      position = newline + 1;
      if (from < 0 && this.at >= this.first && !this.isComplete) from = position;
    }
    if (from >= 0) this.keep(chunk.subarray(from, this.isComplete ? position : chunk.length));
  }

  text(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(this.parts));
    } catch {
      throw new Error('it is no UTF-8 text');
    }
  }

  private keep(part: Buffer): void {
    this.bytes += part.length;
    if (this.bytes > MAX_READ_BYTES) {
      throw new Error(`that is more than ${MAX_READ_BYTES / 1024 / 1024} MiB: ask for fewer lines (line, limit)`);
    }
    this.parts.push(Buffer.from(part));
  }
}
