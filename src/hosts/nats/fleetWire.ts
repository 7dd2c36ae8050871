// What crosses the server of a fleet: signs of life, records of Pods, what a host says of itself, requests and answers.
import * as v from 'valibot';
import type { LivePod, StoredPod } from '../../podList/podFacts';
import { type HostLive, type HostStored, LINK_PROTOCOL, parseHostLive, parseHostStored } from '../../protocol/hostWire';
import { type Parsed, parseJson } from '../../protocol/parsed';
import { parseWith } from '../../protocol/parseWith';

/** A record is no longer, bytes; what does not fit is cut. */
const MAX_RECORD_BYTES = 4096;
/** A value of somebody else that is longer is none of ours, bytes. */
const MAX_VALUE_BYTES = 256 * 1024;
/** A registry may name a Pod more than once; more often is a fault. */
const MAX_TWINS = 4;

/** Between two signs of life, ms: while somebody looks at the host, and else. Ten thousand hosts are told of by each. */
export const BEAT_MS = { watched: 1000, unwatched: 10_000 } as const;
/** Without so many signs an agent is gone. */
const LEASE_BEATS = 3;

const word = (most: number) => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const problemSchema = v.object({ source: word(256), place: word(4096), message: word(4096) });
const protocolSchema = v.tuple([v.number(), v.number()]);

/**
 * `epoch`: of this run of its agent; `startedAt`, `now`: Unix ms by its clock; `rev`: the bucket's number of its last change;
 * `hostId`: the same for the same store of one machine; `isLast`: it ends now; `everyMs`: the next one comes after so long.
 */
const beatSchema = v.object({
  epoch: word(64),
  startedAt: v.number(),
  rev: count,
  hostId: word(128),
  hostName: word(256),
  version: word(64),
  protocol: protocolSchema,
  now: v.number(),
  pods: count,
  isLast: v.fallback(v.boolean(), false),
  everyMs: v.fallback(v.pipe(v.number(), v.minValue(100), v.maxValue(60_000)), BEAT_MS.watched),
});
export type Beat = v.InferOutput<typeof beatSchema>;

/** What a host says of itself in the bucket: whose the keys beside it are, and what is wrong with its homes. */
const ownerSchema = v.object({
  hostId: word(128),
  hostName: word(256),
  version: word(64),
  problems: v.fallback(v.pipe(v.array(problemSchema), v.maxLength(64)), []),
});
export type HostOwner = v.InferOutput<typeof ownerSchema>;

const recordSchema = v.object({
  stored: v.nullable(v.unknown()),
  live: v.pipe(v.array(v.unknown()), v.maxLength(MAX_TWINS)),
});

/** A Pod as its host has read it. */
export interface FleetRecord {
  readonly stored: HostStored | null;
  readonly live: readonly HostLive[];
}

const requestSchema = v.object({
  /** The same for the same wish: asked again, it is answered from memory. */
  id: word(64),
  deed: word(64),
  pod: v.nullable(v.object({ home: word(4096), name: word(1024) })),
  args: v.unknown(),
});
export type FleetDeed = v.InferOutput<typeof requestSchema>;

const answerSchema = v.variant('kind', [
  /** It is being done. */
  v.object({ kind: v.literal('taken') }),
  v.object({ kind: v.literal('said'), text: word(16 * 1024) }),
  v.object({ kind: v.literal('answer'), outcome: v.unknown() }),
]);
export type FleetAnswer = v.InferOutput<typeof answerSchema>;

const dialSchema = v.object({ window: v.pipe(count, v.minValue(1), v.maxValue(16 * 1024 * 1024)), open: v.unknown() });
export type FleetDial = v.InferOutput<typeof dialSchema>;

const openedSchema = v.object({ window: v.pipe(count, v.minValue(1), v.maxValue(16 * 1024 * 1024)) });

export function parseBeat(data: Uint8Array): Parsed<Beat> {
  return parseValue(beatSchema, data);
}

export function parseOwner(data: Uint8Array): Parsed<HostOwner> {
  return parseValue(ownerSchema, data);
}

export function parseRequest(data: Uint8Array): Parsed<FleetDeed> {
  return parseValue(requestSchema, data);
}

export function parseAnswer(data: Uint8Array): Parsed<FleetAnswer> {
  return parseValue(answerSchema, data);
}

export function parseDial(data: Uint8Array): Parsed<FleetDial> {
  return parseValue(dialSchema, data);
}

/** The roll is called: by who comes, and by who looks at hosts, as long as he does. */
const rollCallSchema = v.object({ looksAt: v.union([v.literal('all'), v.pipe(v.array(word(64)), v.maxLength(64))]) });

/** `looksAt`: hosts by their names. */
export function encodeRollCall(looksAt: 'all' | readonly string[]): string {
  return JSON.stringify({ looksAt });
}

/** Whether who has called looks at this host; null: he only wants to know who is there. */
export function isLookedAt(data: Uint8Array, host: string): boolean | null {
  if (data.length === 0) return null;
  const call = parseValue(rollCallSchema, data);
  if (!call.ok) return null;
  return call.value.looksAt === 'all' || call.value.looksAt.includes(host);
}

/** How long a sign holds, ms. */
export function leaseMs({ everyMs }: Pick<Beat, 'everyMs'>): number {
  return LEASE_BEATS * everyMs;
}

/** @returns how many bytes the other side takes; null: it says nothing that can be. */
export function parseOpened(data: Uint8Array): number | null {
  const opened = parseValue(openedSchema, data);
  return opened.ok ? opened.value.window : null;
}

/** A record of which a part cannot be read is none. */
export function parseRecord(data: Uint8Array): Parsed<FleetRecord> {
  const record = parseValue(recordSchema, data);
  if (!record.ok) return record;
  const stored = record.value.stored === null ? null : parseHostStored(record.value.stored);
  if (stored !== null && !stored.ok) return stored;
  const live: HostLive[] = [];
  for (const row of record.value.live) {
    const parsed = parseHostLive(row);
    if (!parsed.ok) return parsed;
    live.push(parsed.value);
  }
  return { ok: true, value: { stored: stored?.value ?? null, live } };
}

/** Two versions that have no words in common speak of different things. */
export function speaksOurs([low, high]: Beat['protocol']): boolean {
  return low <= LINK_PROTOCOL[1] && high >= LINK_PROTOCOL[0];
}

/** The value of a Pod, within its bound: long words are cut before what tells Pods apart. */
export function encodeRecord(stored: StoredPod | null, live: readonly LivePod[]): string {
  const record = { stored, live: live.slice(0, MAX_TWINS) };
  const whole = JSON.stringify(record);
  if (Buffer.byteLength(whole) <= MAX_RECORD_BYTES) return whole;
  for (const most of [1024, 256, 64]) {
    const cut = JSON.stringify(record, cutter(most));
    if (Buffer.byteLength(cut) <= MAX_RECORD_BYTES) return cut;
  }
  return JSON.stringify({ ...record, live: live.slice(0, 1) }, cutter(32));
}

/** What must stay as it is: who it is, and where it answers. */
const WHOLE = new Set(['place', 'name', 'socketPath', 'sessionId', 'segmentId', 'kind', 'extensions']);
const MOST_WORDS = 16;

function cutter(most: number): (key: string, value: unknown) => unknown {
  return (key, value) => {
    if (WHOLE.has(key)) return value;
    if (typeof value === 'string' && value.length > most) return `${value.slice(0, most)}…`;
    return Array.isArray(value) && value.length > MOST_WORDS && key === 'argv' ? value.slice(0, MOST_WORDS) : value;
  };
}

function parseValue<T>(schema: v.GenericSchema<unknown, T>, data: Uint8Array): Parsed<T> {
  if (data.length > MAX_VALUE_BYTES) return { ok: false, error: `It is longer than ${MAX_VALUE_BYTES} bytes` };
  const json = parseJson(Buffer.from(data.buffer, data.byteOffset, data.length).toString('utf8'));
  return json.ok ? parseWith(schema, json.value) : json;
}
