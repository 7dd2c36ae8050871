// What crosses between podwatch here and `podwatch serve` on another host, beside the bytes of Pods: facts, calls, answers.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
import { parseWith } from './parseWith';

/** What stands before the first frame; whatever comes ahead of it is noise of start-up files. */
export const LINK_MAGIC = 'PODWATCH-LINK 1\n';

/** The versions of these words that we speak, lowest and highest. */
export const LINK_PROTOCOL = [1, 1] as const;

/** Rows of one host; more are left out, and that is said. */
export const MAX_HOST_ROWS = 20_000;

const MAX_TEXT = 16 * 1024;
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
const home = v.pipe(v.string(), v.regex(/^\//, 'Not an absolute path'), v.maxLength(4096));
const time = v.pipe(v.number(), v.finite());
const maybeTime = v.nullable(time);
const maybeText = v.nullable(text);

const idSchema = v.object({ place: home, name });

const launchSchema = v.object({
  kind: v.picklist(['terminal', 'agent']),
  argv: v.array(text),
  cwd: text,
  parent: v.exactOptional(text),
  earlierNames: v.exactOptional(v.array(name)),
});

const exitSchema = v.object({ code: v.nullable(v.number()), signal: maybeText });

const logSchema = v.variant('kind', [
  v.object({
    kind: v.literal('readable'),
    updatedAt: time,
    preview: maybeText,
    hasEntries: v.boolean(),
    title: maybeText,
    lastExit: v.nullable(exitSchema),
    fault: v.exactOptional(text),
  }),
  v.object({ kind: v.literal('missing') }),
  v.object({ kind: v.literal('corrupt'), error: text }),
]);

const refusalsSchema = v.object({
  open: v.exactOptional(text),
  attach: v.exactOptional(text),
  restore: v.exactOptional(text),
  send: v.exactOptional(text),
  stop: v.exactOptional(text),
  remove: v.exactOptional(text),
  archive: v.exactOptional(text),
  rename: v.exactOptional(text),
});

const storedSchema = v.object({
  id: idSchema,
  metadata: v.variant('kind', [
    v.object({
      kind: v.literal('ok'),
      active: v.nullable(v.object({ sessionId: text, segmentId: maybeText })),
      launch: v.nullable(launchSchema),
    }),
    v.object({ kind: v.literal('corrupt'), error: text }),
  ]),
  log: v.nullable(logSchema),
  refusals: v.exactOptional(refusalsSchema),
  holder: v.exactOptional(v.object({ socket: text, words: text })),
  isArchived: v.exactOptional(v.boolean()),
});

const attentionSchema = v.object({
  kind: v.picklist(['bell', 'notification', 'permission', 'failed', 'finished']),
  message: text,
  permissions: v.number(),
  since: time,
});

const liveSchema = v.object({
  id: idSchema,
  socketPath: text,
  segmentId: maybeText,
  reach: v.picklist(['probing', 'reachable', 'unreachable']),
  status: v.nullable(v.picklist(['idle', 'running', 'paused'])),
  statusSince: maybeTime,
  statusReason: maybeText,
  isStatusSaid: v.exactOptional(v.boolean()),
  lastOutput: v.exactOptional(v.object({ at: time, line: text, bytes: v.exactOptional(v.number()) })),
  attention: v.nullable(attentionSchema),
  title: maybeText,
  cwd: maybeText,
  startedAt: maybeTime,
  extensions: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(256)),
  log: v.nullable(v.object({ sessionId: text, fact: logSchema })),
  faults: v.exactOptional(v.array(text)),
  error: maybeText,
  refusals: v.exactOptional(refusalsSchema),
});

/** One record of a host as it reads it itself; its `place` is a path there. */
export type HostStored = v.InferOutput<typeof storedSchema>;
export type HostLive = v.InferOutput<typeof liveSchema>;

export function parseHostStored(row: unknown): Parsed<HostStored> {
  return parseWith(storedSchema, row);
}

export function parseHostLive(row: unknown): Parsed<HostLive> {
  return parseWith(liveSchema, row);
}

const protocolSchema = v.tuple([v.number(), v.number()]);

/** The host's first word. `home`: of its user; `now`: Unix ms by its clock; `hostId`: the same for the same store. */
const helloSchema = v.object({
  kind: v.literal('hello'),
  protocol: protocolSchema,
  version: v.pipe(v.string(), v.maxLength(64)),
  features: v.fallback(v.array(v.pipe(v.string(), v.maxLength(64))), []),
  hostId: v.pipe(v.string(), v.maxLength(128)),
  hostName: v.pipe(v.string(), v.maxLength(256)),
  home: text,
  now: time,
  pid: v.number(),
});
export type HostHello = v.InferOutput<typeof helloSchema>;

/** `set` and `gone` by keys that mean nothing here; `isLast` false: the snapshot goes on in the next message. */
const factsSchema = v.object({
  kind: v.literal('facts'),
  stored: v.object({ set: v.array(v.tuple([text, v.unknown()])), gone: v.array(text) }),
  live: v.object({ set: v.array(v.tuple([text, v.unknown()])), gone: v.array(text) }),
  problems: v.array(v.object({ source: text, place: text, message: text })),
  loading: v.boolean(),
  isLast: v.boolean(),
});
export type HostFactsMessage = v.InferOutput<typeof factsSchema>;

const fromHostSchema = v.variant('kind', [
  helloSchema,
  factsSchema,
  v.object({ kind: v.literal('answer'), id: v.number(), outcome: v.unknown() }),
  /** A word on the way to the answer. */
  v.object({ kind: v.literal('said'), id: v.number(), text }),
]);
export type FromHost = v.InferOutput<typeof fromHostSchema>;

const podSchema = v.object({ home, name });
/** A Pod as the host itself names it. */
export type HostPod = v.InferOutput<typeof podSchema>;

const toHostSchema = v.variant('kind', [
  v.object({ kind: v.literal('hello'), protocol: protocolSchema, version: v.string() }),
  /** What is to be shown of its Pods from now on. */
  v.object({ kind: v.literal('watch') }),
  v.object({
    kind: v.literal('call'),
    id: v.number(),
    deed: v.string(),
    pod: v.nullable(podSchema),
    args: v.unknown(),
    /** The same call again, over another connection, has the same, and is done once; missing: it comes once. */
    token: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
  }),
]);
export type ToHost = v.InferOutput<typeof toHostSchema>;

/** A channel: the socket of a live Pod, what a Pod's recording or log holds, or a search in the output of all of them. */
const openSchema = v.variant('kind', [
  v.object({ kind: v.literal('search'), text, isExact: v.boolean() }),
  v.object({
    kind: v.literal('pod'),
    ...podSchema.entries,
    purpose: v.fallback(v.picklist(['focus', 'tile']), 'tile'),
  }),
  v.object({
    kind: v.literal('file'),
    ...podSchema.entries,
    file: v.picklist(['log', 'cast', 'cast.1']),
    from: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** As it grows (`fileGrowth.ts`), until it is replaced. `id`: of the file that there is a copy of. */
    grows: v.exactOptional(v.boolean()),
    id: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
    /** Of an earlier start of its session; missing: of the last one. */
    segment: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
  }),
]);
export type HostOpen = v.InferOutput<typeof openSchema>;

/** A message of a kind that is not known is passed over: its error says so. */
export function parseFromHost(message: string): Parsed<FromHost> {
  const json = parseJson(message);
  return json.ok ? parseWith(fromHostSchema, json.value) : json;
}

export function parseToHost(message: string): Parsed<ToHost> {
  const json = parseJson(message);
  return json.ok ? parseWith(toHostSchema, json.value) : json;
}

export function parseHostOpen(request: unknown): Parsed<HostOpen> {
  return parseWith(openSchema, request);
}
