// The schema of each event that a Pod says (formats §5), our own extensions among them, and what reads an event by it.
import * as v from 'valibot';
import {
  agentCommandsSchema,
  agentNestedSchema,
  agentOutputSchema,
  agentPlanSchema,
  agentQueueSchema,
  agentUsageSchema,
  amendedResultSchema,
  attentionSchema,
  inFlightSchema,
  messageNumber,
} from './agentExtension';
import { agentOptionsSchema } from './agentOptions';
import { permissionAnsweredSchema, permissionRequestSchema, toolDetailsSchema } from './agentQuestion';
import type { Parsed } from './parsed';
import { parseWith } from './parseWith';
import { screenUpdateSchema, scrollbackSchema } from './screenUpdate';
import { podPlaceSchema } from './wireMethod';
import { STATUSES } from './wireWords';

// Loose, and each field forgiving: a newer Pod may say more, an older one less. A wrong value reads as "not said".
const greetingSchema = () =>
  v.looseObject({
    pod_name: v.fallback(v.string(), ''),
    cwd: v.fallback(v.nullable(v.string()), null),
    model: v.fallback(v.nullable(v.string()), null),
    extensions: v.fallback(v.array(v.string()), []),
    /** Ours: Unix ms at which this process of the Pod came up. */
    started_at: v.fallback(v.optional(v.number()), undefined),
    /** Ours: in which Pods its viewers are. */
    shown_in: v.fallback(v.optional(v.array(podPlaceSchema)), undefined),
  });

const statusData = () => ({
  status: v.fallback(v.nullable(v.picklist(STATUSES)), null),
  /** Ours: Unix ms since when, and which fact decided it. */
  since: v.fallback(v.nullable(v.number()), null),
  reason: v.fallback(v.nullable(v.string()), null),
  title: v.fallback(v.nullable(v.string()), null),
  /** Ours: the reason was given by `set_status`; it says more than what shows. */
  said: v.fallback(v.optional(v.boolean()), undefined),
  /** Ours, of terminal Pods: Unix ms of the last output, the row of the screen that says most, and all bytes. */
  output: v.fallback(
    v.optional(v.object({ at: v.number(), line: v.string(), bytes: v.optional(v.number()) })),
    undefined,
  ),
  /** Ours (extension `attention`): why the user is needed; null or missing = not at all. */
  attention: v.fallback(v.nullable(attentionSchema), null),
  /** Ours: what of the Pod cannot be stored now, or was taken away from outside; one sentence each. */
  faults: v.fallback(v.optional(v.array(v.string())), undefined),
});

const text = v.object({ text: v.string(), message: messageNumber });

const maybeNumber = v.fallback(v.nullable(v.number()), null);

/** Ours, of agent Pods: what is known of a tool call beyond the plain protocol. */
const details = v.optional(v.fallback(v.nullable(toolDetailsSchema), null));

const leftProcess = v.object({ pid: v.number(), name: v.string() });
/** A process that a stopped Pod has left behind; its name is untrusted text. */
export type LeftProcess = v.InferOutput<typeof leftProcess>;

/** Each is made when its event comes for the first time: most commands hear few of them. */
const eventSchemas = {
  snapshot: () =>
    v.object({
      event: v.literal('snapshot'),
      data: v.object({
        entries: v.array(v.unknown()),
        greeting: v.fallback(greetingSchema(), { pod_name: '', cwd: null, model: null, extensions: [] }),
        ...statusData(),
        // Missing in old snapshots: then the Pod is idle (formats §5).
        status: v.fallback(v.optional(v.nullable(v.picklist(STATUSES)), 'idle'), null),
        /** Ours, of agent Pods. */
        in_flight: v.fallback(v.nullable(inFlightSchema), null),
      }),
    }),
  status: () => v.object({ event: v.literal('status'), data: v.object(statusData()) }),
  user_message: () =>
    v.object({
      event: v.literal('user_message'),
      data: v.object({
        segments: v.unknown(),
        request_id: v.fallback(v.nullable(v.string()), null),
        /** Ours: it was said into the run at hand, and begins none. */
        interjected: v.fallback(v.optional(v.boolean()), undefined),
      }),
    }),
  text_delta: () => v.object({ event: v.literal('text_delta'), data: text }),
  text_done: () => v.object({ event: v.literal('text_done'), data: text }),
  thinking_delta: () => v.object({ event: v.literal('thinking_delta'), data: text }),
  thinking_done: () => v.object({ event: v.literal('thinking_done'), data: text }),
  tool_call_start: () =>
    v.object({ event: v.literal('tool_call_start'), data: v.object({ id: v.string(), name: v.string() }) }),
  tool_call_done: () =>
    v.object({
      event: v.literal('tool_call_done'),
      data: v.object({ id: v.string(), name: v.string(), arguments: v.string(), details }),
    }),
  tool_result: () =>
    v.object({
      event: v.literal('tool_result'),
      data: v.object({
        id: v.string(),
        summary: v.string(),
        output: v.optional(v.fallback(v.nullable(v.string()), null)),
        is_error: v.fallback(v.boolean(), false),
        details,
      }),
    }),
  error: () =>
    v.object({
      event: v.literal('error'),
      data: v.object({ code: v.string(), message: v.string(), request_id: v.fallback(v.nullable(v.string()), null) }),
    }),
  alert: () => v.object({ event: v.literal('alert'), data: v.looseObject({ level: v.string(), message: v.string() }) }),
  invoke_start: () => v.object({ event: v.literal('invoke_start'), data: v.looseObject({ kind: v.string() }) }),
  turn_start: () => v.object({ event: v.literal('turn_start'), data: v.optional(v.unknown()) }),
  run_end: () => v.object({ event: v.literal('run_end'), data: v.looseObject({ result: v.string() }) }),
  segment_rotated: () => v.object({ event: v.literal('segment_rotated'), data: v.looseObject({ entry: v.unknown() }) }),
  system_item: () => v.object({ event: v.literal('system_item'), data: v.looseObject({ item: v.unknown() }) }),
  usage: () =>
    v.object({
      event: v.literal('usage'),
      data: v.object({ input_tokens: maybeNumber, output_tokens: maybeNumber }),
    }),
  llm_retry: () =>
    v.object({
      event: v.literal('llm_retry'),
      data: v.looseObject({
        failed_attempt: maybeNumber,
        max_attempts: maybeNumber,
        wait_ms: maybeNumber,
        error: v.fallback(v.string(), ''),
      }),
    }),
  compact_start: () => v.object({ event: v.literal('compact_start'), data: v.optional(v.unknown()) }),
  compact_done: () => v.object({ event: v.literal('compact_done'), data: v.optional(v.unknown()) }),
  compact_failed: () =>
    v.object({ event: v.literal('compact_failed'), data: v.looseObject({ error: v.fallback(v.string(), '') }) }),
  rewind_applied: () =>
    v.object({ event: v.literal('rewind_applied'), data: v.looseObject({ entries: v.array(v.unknown()) }) }),
  completions: () =>
    v.object({
      event: v.literal('completions'),
      data: v.object({
        kind: v.string(),
        /** Ours: what it answers. */
        prefix: v.fallback(v.optional(v.nullable(v.string()), null), null),
        entries: v.array(v.object({ value: v.string(), is_dir: v.fallback(v.boolean(), false) })),
      }),
    }),
  // Ours: what has left the terminal session of a Pod that was stopped, and runs on; `count` may be more than are named.
  shutdown: () =>
    v.object({
      event: v.literal('shutdown'),
      data: v.fallback(
        v.optional(v.object({ left: v.object({ count: v.number(), named: v.array(leftProcess) }) })),
        undefined,
      ),
    }),
  // Extensions: said only to a connection that asked for them.
  terminal_attached: () =>
    v.object({ event: v.literal('terminal_attached'), data: v.looseObject({ cols: v.number(), rows: v.number() }) }),
  screen: () => v.object({ event: v.literal('screen'), data: screenUpdateSchema }),
  scrollback: () => v.object({ event: v.literal('scrollback'), data: scrollbackSchema }),
  renamed: () => v.object({ event: v.literal('renamed'), data: v.object({ name: v.string() }) }),
  permission_request: () => v.object({ event: v.literal('permission_request'), data: permissionRequestSchema }),
  permission_answered: () => v.object({ event: v.literal('permission_answered'), data: permissionAnsweredSchema }),
  agent_plan: () => v.object({ event: v.literal('agent_plan'), data: agentPlanSchema }),
  agent_usage: () => v.object({ event: v.literal('agent_usage'), data: agentUsageSchema }),
  agent_commands: () => v.object({ event: v.literal('agent_commands'), data: agentCommandsSchema }),
  agent_output: () => v.object({ event: v.literal('agent_output'), data: agentOutputSchema }),
  agent_result: () => v.object({ event: v.literal('agent_result'), data: amendedResultSchema }),
  agent_nested: () => v.object({ event: v.literal('agent_nested'), data: agentNestedSchema }),
  agent_options: () => v.object({ event: v.literal('agent_options'), data: agentOptionsSchema }),
  agent_queue: () => v.object({ event: v.literal('agent_queue'), data: agentQueueSchema }),
  agent_queued: () =>
    v.object({
      event: v.literal('agent_queued'),
      data: v.object({ id: v.string(), request_id: v.fallback(v.nullable(v.string()), null) }),
    }),
} as const;

type EventSchemas = { readonly [Name in keyof typeof eventSchemas]: ReturnType<(typeof eventSchemas)[Name]> };
type EventSchema = EventSchemas[keyof EventSchemas];

export type WireEvent = v.InferOutput<EventSchema>;

const made = new Map<string, EventSchema>();

/** Null: an event that we do not know. */
function schemaOf(name: string): EventSchema | null {
  const known = made.get(name);
  if (known !== undefined) return known;
  if (!isEventName(name)) return null;
  const schema = eventSchemas[name]();
  made.set(name, schema);
  return schema;
}

function isEventName(name: string): name is keyof typeof eventSchemas {
  return Object.hasOwn(eventSchemas, name);
}

/** An event that we do not know, or know otherwise, is an error. */
export function eventBySchema(name: string, message: unknown): Parsed<WireEvent> {
  const schema = schemaOf(name);
  return schema === null
    ? { ok: false, error: `the event ${JSON.stringify(name.slice(0, 40))} is not known` }
    : parseWith(schema, message);
}
