// Reads a segment log from its end, no further back than its preview is.
import fs from 'node:fs';
import type { LogFact } from '../podList/types';
import { LogFactBuilder } from './logFact';
import { errorCode, errorWords } from './systemError';

/** The first step; each further one is twice as long. */
const FIRST_STEP_BYTES = 16 * 1024;
/** No log is read further back than this. */
const MAX_TAIL_BYTES = 4 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * What the end of the log says. `updatedAt` is the maximum over the entries that were read, at least the last 16 KiB;
 * where no whole line lies within the last 4 MiB, the file's own time stands in. A last line without its newline
 * counts if it can be read (JSON and newline are two writes); a torn one is passed over.
 */
export function readLogTail(file: string): LogFact {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch (error) {
    return unreadable(error);
  }
  try {
    return readTail(descriptor);
  } catch (error) {
    return unreadable(error);
  } finally {
    fs.closeSync(descriptor);
  }
}

function unreadable(error: unknown): LogFact {
  return errorCode(error) === 'ENOENT' ? { kind: 'missing' } : { kind: 'corrupt', error: errorWords(error) };
}

function readTail(descriptor: number): LogFact {
  const { size, mtimeMs } = fs.fstatSync(descriptor);
  const builder = new LogFactBuilder();
  const bound = Math.max(0, size - MAX_TAIL_BYTES);
  /** The beginning of the first line read so far, whose head lies further back. */
  let cutLine: Buffer = Buffer.alloc(0);
  let end = size;
  for (let step = FIRST_STEP_BYTES; end > bound && !builder.isComplete; step *= 2) {
    const start = Math.max(bound, end - step);
    const block = Buffer.concat([readRange(descriptor, start, end), cutLine]);
    const firstNewline = start === 0 ? -1 : block.indexOf(NEWLINE);
    if (start > 0 && firstNewline < 0) {
      cutLine = block;
    } else {
      addLines(builder, block.subarray(firstNewline + 1));
      cutLine = block.subarray(0, Math.max(0, firstNewline));
    }
    end = start;
  }
  if (size === 0 || builder.hasEntries || bound === 0) return builder.build();
  const fact = builder.build();
  return fact.kind === 'readable' ? { ...fact, hasEntries: true, updatedAt: Math.floor(mtimeMs) } : fact;
}

function addLines(builder: LogFactBuilder, bytes: Buffer): void {
  for (const line of bytes.toString('utf8').split('\n').reverse()) builder.addLine(line);
}

/** The bytes that are there: fewer where the file has become shorter meanwhile (a rewind). */
function readRange(descriptor: number, start: number, end: number): Buffer {
  const buffer = Buffer.allocUnsafe(end - start);
  return buffer.subarray(0, fs.readSync(descriptor, buffer, 0, buffer.length, start));
}
