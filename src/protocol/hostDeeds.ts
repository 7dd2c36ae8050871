// What can be asked of a Pod on another host, and what comes back: one row a deed, read strictly on both sides.
import * as v from 'valibot';
import { permissionRequestSchema } from './agentQuestion';
import type { Parsed } from './parsed';
import { parseWith, pathId } from './parseWith';
import { PERMISSION_ANSWERS, PERMISSION_POLICIES } from './wireWords';

const text = v.string();
const words = v.array(text);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
const nothing = v.object({});

/** `cwd` as the user has written it: relative to the home directory of the host's user. */
const runArgs = v.object({
  name: text,
  argv: words,
  cwd: text,
  variables: v.record(v.string(), v.string()),
  cols: size,
  rows: size,
  /** The bound of its recording, bytes; missing: as the host's configuration says. */
  recordBytes: v.exactOptional(count),
  agent: v.exactOptional(
    v.object({
      /** A known agent of the host, whose command line `argv` goes on; empty: `argv` is the agent. */
      preset: text,
      policy: v.picklist(PERMISSION_POLICIES),
      mode: v.exactOptional(text),
      model: v.exactOptional(text),
      auth: v.exactOptional(text),
      clientTools: v.exactOptional(v.boolean()),
    }),
  ),
});
export type HostRunOrder = v.InferOutput<typeof runArgs>;

const restoreArgs = v.object({
  argv: words,
  cwd: v.nullable(text),
  cols: size,
  rows: size,
  anew: v.exactOptional(v.boolean()),
  auth: v.exactOptional(text),
});

const reason = v.exactOptional(text);
const answerSchema = v.union([
  v.object({ answer: v.picklist(PERMISSION_ANSWERS), reason }),
  v.object({ option: text, reason }),
  v.object({ values: v.record(v.string(), v.string()) }),
]);

const leftSchema = v.object({ count, named: v.array(v.object({ pid: v.number(), name: text })) });

const logSchema = v.object({
  file: text,
  cast: text,
  holds: v.picklist(['terminal', 'conversation']),
  sessionId: pathId,
  segmentId: pathId,
});

/** `args` of the call, and what its outcome brings where it is done. */
const DEEDS = {
  run: { args: runArgs, result: v.object({ socketPath: text }) },
  restore: {
    args: restoreArgs,
    result: v.object({ name: v.exactOptional(text), socketPath: text, holds: v.picklist(['terminal', 'agent']) }),
  },
  remove: { args: nothing, result: nothing },
  archive: { args: v.object({ isArchived: v.boolean() }), result: nothing },
  rename: { args: v.object({ newName: text }), result: nothing },
  stop: { args: nothing, result: v.object({ left: v.exactOptional(leftSchema) }) },
  send: { args: v.object({ text, isNow: v.exactOptional(v.boolean()) }), result: v.object({ isQueued: v.boolean() }) },
  ask: { args: v.object({ text }), result: v.object({ answer: text }) },
  cancel: { args: nothing, result: nothing },
  holdTurn: { args: v.object({ to: v.picklist(['pause', 'resume']) }), result: nothing },
  markSeen: { args: nothing, result: nothing },
  readRequests: { args: nothing, result: v.object({ requests: v.array(permissionRequestSchema) }) },
  answerRequest: {
    args: v.object({ id: v.nullable(text), given: answerSchema }),
    result: v.object({ request: permissionRequestSchema, said: text }),
  },
  setOption: { args: v.object({ option: text, value: text }), result: nothing },
  editQueued: { args: v.object({ id: text, text: v.nullable(text) }), result: nothing },
  steerQueued: { args: v.object({ id: text }), result: nothing },
  findFiles: { args: v.object({ prefix: text }), result: v.object({ files: words }) },
  readScreen: { args: nothing, result: v.object({ rows: v.nullable(words) }) },
  readLastScreen: {
    args: v.object({ maxRows: v.exactOptional(count) }),
    result: v.object({ rows: v.nullable(words) }),
  },
  /** `segment`: of an earlier start of its session; missing: of the last one. */
  findLog: { args: v.object({ segment: v.exactOptional(text) }), result: v.object({ log: logSchema }) },
} as const;

export type HostDeed = keyof typeof DEEDS;
export type HostArgs<D extends HostDeed> = v.InferOutput<(typeof DEEDS)[D]['args']>;
export type HostResult<D extends HostDeed> = v.InferOutput<(typeof DEEDS)[D]['result']>;

export function isHostDeed(word: string): word is HostDeed {
  return Object.hasOwn(DEEDS, word);
}

/** Only looks: it may come again as it likes. */
const LOOKS: ReadonlySet<string> = new Set<HostDeed>([
  'readRequests',
  'findFiles',
  'readScreen',
  'readLastScreen',
  'findLog',
  'markSeen',
]);

/** What such a call has done is kept, as it may come again; of a `send` the Pod itself knows, and the answer of an `ask` is waited for once. */
export function isDoneOnce(deed: string): boolean {
  return !LOOKS.has(deed) && deed !== 'send' && deed !== 'ask';
}

export function parseHostArgs<D extends HostDeed>(deed: D, args: unknown): Parsed<HostArgs<D>> {
  return parseWith(DEEDS[deed].args, args);
}

const failureSchema = v.object({
  kind: v.picklist(['not-found', 'not-eligible', 'failed', 'timeout', 'usage']),
  message: v.pipe(v.string(), v.maxLength(16 * 1024)),
});

export type HostOutcome<D extends HostDeed> =
  | { readonly kind: 'done'; readonly result: HostResult<D> }
  | v.InferOutput<typeof failureSchema>;

/** An error: it answers with what is no answer. */
export function parseHostOutcome<D extends HostDeed>(deed: D, outcome: unknown): Parsed<HostOutcome<D>> {
  const refused = parseWith(failureSchema, outcome);
  if (refused.ok) return refused;
  const done = parseWith(v.object({ kind: v.literal('done') }), outcome);
  if (!done.ok) return done;
  const result: Parsed<HostResult<D>> = parseWith(DEEDS[deed].result, outcome);
  return result.ok ? { ok: true, value: { kind: 'done', result: result.value } } : result;
}
