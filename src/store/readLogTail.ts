// Reads a segment log from its end, no further back than its preview is.
import fs from 'node:fs';
import type { LogFact } from '../podList/podFacts';
import { errnoOf, errorWords } from './fileErrors';
import { fileSignature } from './fileSignature';
import { LogFactBuilder } from './logFactBuilder';
import { longLineHead } from './longLineHead';
import { fill, openRegular } from './regularFile';

/** The first step; each further one is twice as long. */
const FIRST_STEP_BYTES = 4 * 1024;
/** No log is read further back than this, but for the beginning of the line that it cuts. */
const MAX_TAIL_BYTES = 4 * 1024 * 1024;

const NEWLINE = 0x0a;

/** For the first step of every log: a buffer each would cost more than the reading. */
const SCRATCH = Buffer.allocUnsafe(FIRST_STEP_BYTES);

/** `signature`: of the file that was read; null where it cannot be relied upon. */
interface LogReading {
  readonly signature: string | null;
  readonly fact: LogFact;
}

/**
 * What the end of the log says. `updatedAt` is the maximum over the entries that were read, from the preview's entry to
 * the end; where no whole line lies within the last 4 MiB, and the head of a longer one says nothing, the file's own time
 * stands in. A last line without its newline counts if it can be read (JSON and newline are two writes); a torn one is passed over.
 */
export function readLogTail(file: string): LogReading {
  let descriptor: number;
  try {
    descriptor = openRegular(file);
  } catch (error) {
    return unreadable(error);
  }
  try {
    const stats = fs.fstatSync(descriptor);
    return { signature: fileSignature(stats), fact: readTail(descriptor, stats.size, stats.mtimeMs) };
  } catch (error) {
    return unreadable(error);
  } finally {
    fs.closeSync(descriptor);
  }
}

function unreadable(error: unknown): LogReading {
  const missing = errnoOf(error) === 'ENOENT';
  return { signature: null, fact: missing ? { kind: 'missing' } : { kind: 'corrupt', error: errorWords(error) } };
}

function readTail(descriptor: number, size: number, mtimeMs: number): LogFact {
  const builder = new LogFactBuilder();
  const bound = Math.max(0, size - MAX_TAIL_BYTES);
  /** The beginning of the first line read so far, whose head lies further back. */
  let cutLine: Buffer = Buffer.alloc(0);
  let end = size;
  for (let step = FIRST_STEP_BYTES; end > bound && !builder.isComplete; step *= 2) {
    const start = Math.max(bound, end - step);
    const read = readRange(descriptor, start, end);
    const block = cutLine.length === 0 ? read : Buffer.concat([read, cutLine]);
    const firstNewline = start === 0 ? -1 : block.indexOf(NEWLINE);
    if (start > 0 && firstNewline < 0) {
      cutLine = Buffer.from(block);
    } else {
      addLines(builder, block.subarray(firstNewline + 1));
      // A copy: the next step reads into the same memory.
      if (!builder.isComplete) cutLine = Buffer.from(block.subarray(0, Math.max(0, firstNewline)));
    }
    end = start;
  }
  if (bound > 0 && !builder.isComplete) addHead(builder, descriptor, bound);
  if (size === 0 || builder.hasEntries || bound === 0) return builder.build();
  const fact = builder.build();
  return fact.kind === 'readable' ? { ...fact, hasEntries: true, updatedAt: mtimeMs } : fact;
}

/** Of the line that `bound` cuts. */
function addHead(builder: LogFactBuilder, descriptor: number, bound: number): void {
  const head = longLineHead((start, end) => Buffer.from(readRange(descriptor, start, end)), bound);
  if (head !== null) builder.addCut(head);
}

/** From the last one backwards; no line is decoded that nobody asks for. */
function addLines(builder: LogFactBuilder, bytes: Buffer): void {
  let end = bytes.length;
  while (end >= 0 && !builder.isComplete) {
    const before = end === 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1);
    builder.addLine(bytes.toString('utf8', before + 1, end));
    end = before;
  }
}

/** The bytes that are there: fewer where the file has become shorter meanwhile (a rewind). */
function readRange(descriptor: number, start: number, end: number): Buffer {
  const length = end - start;
  const buffer = length <= SCRATCH.length ? SCRATCH : Buffer.allocUnsafe(length);
  return buffer.subarray(0, fill(descriptor, buffer, start, length));
}
