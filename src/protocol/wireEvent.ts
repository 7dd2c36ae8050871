// What a Pod says on its socket, one JSON object a line (formats §5), and the extension events it says only when asked.
import { eventBySchema, type LeftProcess, type WireEvent } from './eventBySchema';
import { type Parsed, parseJson } from './parsed';
import { plainEvent } from './plainEvent';

export type { WireStatus } from './wireWords';
export type { LeftProcess, WireEvent };

/**
 * Which version of the live protocol a Pod of ours speaks (`greeting.protocol`; missing in Pods older than the number): what
 * it can do is told by `extensions`, this only changes where an old client would misread a new Pod.
 */
export const PROTOCOL = 1;

/** Reads one line. An event we do not know, or know otherwise, is an error to be ignored, never a reason to hang up. */
export function parseWireEvent(line: string): Parsed<WireEvent> {
  const json = parseJson(line);
  if (!json.ok) return json;
  const name = eventName(json.value);
  if (name === null) return { ok: false, error: 'it names no event' };
  const plain = plainEvent(json.value);
  return plain === null ? eventBySchema(name, json.value) : { ok: true, value: plain };
}

const SNAPSHOT_HEAD = '{"event":"snapshot","data":{"entries":[';
const ENTRIES_END = '],"greeting":{';

/**
 * The same, for who wants nothing of what was said before: a long conversation is not read for its greeting. Where a snapshot
 * is written in another way its entries are there all the same.
 */
export function parseWithoutEntries(line: string): Parsed<WireEvent> {
  // Within a text the quotes would be escaped; within an entry what is left does not parse.
  const end = line.startsWith(SNAPSHOT_HEAD) ? line.lastIndexOf(ENTRIES_END) : -1;
  const short = end < SNAPSHOT_HEAD.length ? null : parseWireEvent(SNAPSHOT_HEAD + line.slice(end));
  return short?.ok ? short : parseWireEvent(line);
}

function eventName(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('event' in message)) return null;
  return typeof message.event === 'string' ? message.event : null;
}
