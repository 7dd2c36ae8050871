// What a client may ask of a Pod (formats §5), and the extension methods of ours.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
import { parseWith } from './parseWith';
import { resumeRequestSchema } from './resumeRequest';
import { MAX_SCROLLBACK_ROWS } from './screenUpdate';
import { STATUS_WORDS } from './statusWord';
import { PERMISSION_ANSWERS } from './wireWords';

const maybeText = v.optional(v.nullable(v.string()));
const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

/** Plain methods that mean nothing to a terminal; each is answered with an error that says so. */
const OTHER_METHODS = [
  'resume',
  'pause',
  'compact',
  'list_rewind_targets',
  'rewind_to',
  'list_visible_pods',
  'inspect_pod',
  'attach_or_restore_pod',
] as const;

/** A live Pod, as its program knows it (`PODWATCH_POD`, `PODWATCH_SOCKET`). */
export const podPlaceSchema = v.object({ name: v.string(), socket: v.string() });
export type PodPlace = v.InferOutput<typeof podPlaceSchema>;

const methodSchema = v.variant('method', [
  v.object({
    method: v.literal('run'),
    params: v.object({
      input: v.array(v.unknown()),
      /** Ours: comes back in the `user_message` or `error` that answers this call. */
      request_id: v.optional(v.nullable(v.string()), null),
      /** Ours: where a turn runs, wait for its end; answered by `agent_queued` to this connection alone. */
      queue: v.optional(v.boolean()),
      /** Ours: where a turn runs, go into it; where the agent cannot take it there, wait as with `queue`. */
      steer: v.optional(v.boolean()),
    }),
  }),
  v.object({ method: v.literal('notify'), params: v.object({ message: v.string() }) }),
  v.object({ method: v.literal('pod_event'), params: v.looseObject({ kind: v.string() }) }),
  v.object({
    method: v.literal('list_completions'),
    params: v.object({ kind: v.picklist(['file', 'knowledge', 'workflow']), prefix: v.string() }),
  }),
  v.object({ method: v.literal('cancel') }),
  v.object({ method: v.literal('shutdown') }),
  ...OTHER_METHODS.map((name) => v.object({ method: v.literal(name) })),
  // Extension `terminal`: answered by one `terminal_attached` line, then both directions carry frames.
  v.object({
    method: v.literal('attach_terminal'),
    params: v.object({
      cols: dimension,
      rows: dimension,
      read_only: v.optional(v.boolean(), false),
      /** The Pod that the viewer's own terminal is in: two Pods must not show each other. */
      inside: v.fallback(v.optional(podPlaceSchema), undefined),
      /** Extension `resume`: it may come back after a cut, or has. */
      resume: v.fallback(v.optional(resumeRequestSchema), undefined),
    }),
  }),
  // Extension `screen`: `screen` events at most `max_fps` times a second until `unwatch_screen`.
  v.object({
    method: v.literal('watch_screen'),
    params: v.object({
      max_fps: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(60)), 10),
      /** The client takes `scrolled`. */
      scrolls: v.fallback(v.optional(v.boolean()), undefined),
      /** See `attach_terminal`. */
      inside: v.fallback(v.optional(podPlaceSchema), undefined),
    }),
  }),
  v.object({ method: v.literal('unwatch_screen') }),
  // Extension `scrollback`: answered by one `scrollback` event to this connection alone.
  v.object({
    method: v.literal('read_scrollback'),
    params: v.object({
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SCROLLBACK_ROWS)),
    }),
  }),
  // Extension `attention`: the user has seen why the Pod needed attention, which ends it for every viewer.
  v.object({ method: v.literal('seen') }),
  // Extension `rename`: answered by one `renamed` event to everybody, or by `error` to this connection alone. `from`: the name
  // that it must have still; missing: whichever it has.
  v.object({ method: v.literal('rename'), params: v.object({ name: v.string(), from: v.optional(v.string()) }) }),
  // Extension `status`: the program, or a hook of it, says what it does; answered by one `status` event.
  v.object({
    method: v.literal('set_status'),
    params: v.object({ status: v.picklist(STATUS_WORDS), reason: v.optional(v.nullable(v.string()), null) }),
  }),
  // Extension `agent`: this connection hears of permission requests, plan and usage from now on, the open ones at once.
  // `viewing`: a user has the conversation before the eyes, so that an end of the turn needs no attention.
  v.object({
    method: v.literal('watch_agent'),
    params: v.optional(v.object({ viewing: v.optional(v.boolean(), false) }), {}),
  }),
  // Extension `agent`: answered by `permission_answered`, or by `error` to this connection alone. One of: an answer by its
  // kind, the id of an option, or the values that are asked for. `reason` becomes the next prompt.
  v.object({
    method: v.literal('answer_permission'),
    params: v.union([
      v.object({ id: v.string(), option: v.string(), reason: maybeText }),
      v.object({ id: v.string(), values: v.record(v.string(), v.string()) }),
      v.object({ id: v.string(), answer: v.picklist(PERMISSION_ANSWERS), reason: maybeText }),
    ]),
  }),
  // Extension `agent`: answered by `agent_options`, or by `error` to this connection alone.
  v.object({ method: v.literal('set_option'), params: v.object({ id: v.string(), value: v.string() }) }),
  // Extension `steer`: a message that waits goes into the turn that runs. Answered by `agent_queue`, or by `error`.
  v.object({ method: v.literal('steer_queued'), params: v.object({ id: v.string() }) }),
  // Extension `agent`: another text for a message that waits; null takes it back. Answered by `agent_queue`, or by `error`.
  v.object({
    method: v.literal('edit_queued'),
    params: v.object({ id: v.string(), text: v.nullable(v.string()) }),
  }),
]);

export type WireMethod = v.InferOutput<typeof methodSchema>;

/** Reads one line from a client. An error means `invalid_request` to that client; the connection stays open. */
export function parseWireMethod(line: string): Parsed<WireMethod> {
  const json = parseJson(line);
  return json.ok ? parseWith(methodSchema, json.value) : json;
}
