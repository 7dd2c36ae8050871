// Reads the entries of a segment log into memory, for the Pod that goes on with it.
import { closeSync, fstatSync } from 'node:fs';
import { LineDecoder } from '../protocol/lineDecoder';
import { type LogEntry, parseLogLine } from '../protocol/logEntry';
import { openRegular, readRange } from './regularFile';

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = Buffer.from('\n');

/** What a log holds, as far as it is kept in memory. */
export interface KeptLog {
  readonly entries: readonly LogEntry[];
  /** Older entries than those of its end were left out. */
  readonly isCut: boolean;
}

/**
 * Every entry that can be read, in order; lines that cannot are passed over. Of a log that is longer than `endBytes` the first
 * entry, those that begin in so many bytes of its end, and of each of `landmarks` the last line before them that holds that
 * text. Takes as long as the log is, and memory for its end alone. @throws file errors.
 */
export function readLongLog(file: string, endBytes: number, landmarks: readonly string[]): KeptLog {
  const descriptor = openRegular(file);
  try {
    const { size } = fstatSync(descriptor);
    if (size <= endBytes) return { entries: entriesBetween(descriptor, 0, size), isCut: false };
    const begin = lineBehind(descriptor, size - endBytes, size);
    const before = landmarksBefore(descriptor, begin, landmarks);
    return { entries: [...before, ...entriesBetween(descriptor, begin, size)], isCut: true };
  } finally {
    closeSync(descriptor);
  }
}

/** The first entry, and those that begin in the last `tailBytes`; of a short log all. @throws file errors. */
export function readLogEnds(file: string, tailBytes: number): LogEntry[] {
  const descriptor = openRegular(file);
  try {
    const { size } = fstatSync(descriptor);
    if (size <= 2 * tailBytes) return entriesBetween(descriptor, 0, size);
    const [first] = entriesBetween(descriptor, 0, tailBytes);
    // The first line of the end may be the rest of one: it does not parse then.
    const last = entriesBetween(descriptor, size - tailBytes, size);
    return first === undefined ? last : [first, ...last];
  } finally {
    closeSync(descriptor);
  }
}

/** Where the first whole line behind `start` begins. */
function lineBehind(descriptor: number, start: number, end: number): number {
  for (let at = start; at < end; at += CHUNK_BYTES) {
    const newline = readRange(descriptor, at, Math.min(end, at + CHUNK_BYTES)).indexOf(NEWLINE);
    if (newline >= 0) return at + newline + 1;
  }
  return end;
}

/** The first entry, and the last line with each of the texts, in their order. */
function landmarksBefore(descriptor: number, end: number, texts: readonly string[]): LogEntry[] {
  const marks = texts.map((text) => Buffer.from(text));
  const last = new Map<Buffer, { readonly entry: LogEntry; readonly at: number }>();
  let first: LogEntry | null = null;
  let at = 0;
  for (const line of linesBetween(descriptor, 0, end)) {
    at += 1;
    first ??= entryOf(line);
    for (const mark of marks) {
      const entry = at > 1 && line.includes(mark) ? entryOf(line) : null;
      if (entry !== null) last.set(mark, { entry, at });
    }
  }
  const found = [...last.values()].sort((a, b) => a.at - b.at).map(({ entry }) => entry);
  return first === null ? found : [first, ...found];
}

function entriesBetween(descriptor: number, start: number, end: number): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const line of linesBetween(descriptor, start, end)) {
    const entry = entryOf(line);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

/** Those that are too long are left out. */
function* linesBetween(descriptor: number, start: number, end: number): Generator<Buffer, void, void> {
  const decoder = new LineDecoder();
  for (let at = start; at < end; at += CHUNK_BYTES) {
    const chunk = readRange(descriptor, at, Math.min(end, at + CHUNK_BYTES));
    if (chunk.length === 0) break;
    decoder.push(chunk);
    yield* wholeLines(decoder);
  }
  // A last line may lack its newline only.
  decoder.push(NEWLINE);
  yield* wholeLines(decoder);
}

function* wholeLines(decoder: LineDecoder): Generator<Buffer, void, void> {
  for (let next = decoder.nextBytes(); next !== null; next = decoder.nextBytes()) if (next !== 'overflow') yield next;
}

function entryOf(line: Buffer): LogEntry | null {
  const entry = parseLogLine(line.toString('utf8'));
  return entry.ok ? entry.value : null;
}
