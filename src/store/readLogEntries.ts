// Reads the entries of a segment log into memory, for the Pod that goes on with it.
import { closeSync, fstatSync } from 'node:fs';
import { LineDecoder } from '../protocol/lineDecoder';
import { type LogEntry, parseLogLine } from '../protocol/logEntry';
import { openRegular, readRange } from './regularFile';

/** A conversation that is longer could not be handed to a viewer in one piece either, bytes. */
export const MAX_LOG_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Every entry that can be read, in order; lines that cannot are passed over. @throws file errors; where it is too long. */
export function readLogEntries(file: string, maxBytes = MAX_LOG_BYTES): LogEntry[] {
  const descriptor = openRegular(file);
  try {
    const { size } = fstatSync(descriptor);
    if (size > maxBytes) throw new Error(`its log is larger than ${maxBytes / 1024 / 1024} MiB`);
    return entriesBetween(descriptor, 0, size);
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

function entriesBetween(descriptor: number, start: number, end: number): LogEntry[] {
  const decoder = new LineDecoder();
  const entries: LogEntry[] = [];
  const take = (): void => {
    for (let next = decoder.nextLine(); next !== null; next = decoder.nextLine()) {
      const entry = next === 'overflow' ? null : parseLogLine(next.line);
      if (entry?.ok) entries.push(entry.value);
    }
  };
  for (let at = start; at < end; at += CHUNK_BYTES) {
    const chunk = readRange(descriptor, at, Math.min(end, at + CHUNK_BYTES));
    if (chunk.length === 0) break;
    decoder.push(chunk);
    take();
  }
  // A last line may lack its newline only.
  decoder.push(Buffer.from('\n'));
  take();
  return entries;
}
