// The entries of a snapshot: the whole conversation, or as much of its end as every client can take.
import { MAX_LINE_BYTES } from '../../protocol/lineDecoder';
import { type LogEntry, ownEntry } from '../../protocol/logEntry';

/** Bytes beyond which no further turn is added: each client that looks gets a snapshot of its own. */
const ENOUGH_BYTES = 40 * 1024 * 1024;
/** For what else stands in a snapshot's line. */
const SPARE_BYTES = 4 * 1024 * 1024;

const LEFT_OUT = 'The conversation is too long to be shown as a whole: podwatch logs prints what came before.';

/** Entries do not change; each is measured once, as it costs as much as writing it. */
const sizes = new WeakMap<object, number>();

/**
 * Begins as the log does (formats §4); a note stands where something is left out. Whole turns, where the last one has room
 * beside `inFlight`, which comes in the same line. `isCut`: there was more before.
 */
export function recentEntries(entries: readonly LogEntry[], inFlight: object, isCut = false): readonly LogEntry[] {
  const from = firstKept(entries, MAX_LINE_BYTES - SPARE_BYTES - sizeOf(inFlight));
  const [start] = entries;
  if (start === undefined || (from <= 1 && !isCut)) return entries;
  const note = ownEntry('podwatch.note', { level: 'info', message: LEFT_OUT }, start.ts);
  return [start, note, ...entries.slice(Math.max(1, from))];
}

function firstKept(entries: readonly LogEntry[], room: number): number {
  let bytes = 0;
  let turn: number | null = null;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry === undefined) break;
    bytes += sizeOf(entry);
    if (bytes > (turn === null ? room : Math.min(room, ENOUGH_BYTES))) return turn ?? at + 1;
    if (entry.kind === 'invoke') turn = at;
  }
  return 0;
}

function sizeOf(data: object): number {
  const known = sizes.get(data);
  if (known !== undefined) return known;
  const size = Buffer.byteLength(JSON.stringify(data));
  sizes.set(data, size);
  return size;
}
