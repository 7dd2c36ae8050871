// What a starter hands to a new Pod process over its standard input, and the one word that comes back on descriptor 3.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
import { parseWith, pathId } from './parseWith';
import type { LaunchSpec } from './podMetadata';
import { PERMISSION_POLICIES } from './wireWords';

const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

const starterSchema = v.object({
  /** Its environment, whole: the Pod's own process gets less of it. */
  env: v.record(v.string(), v.string()),
  umask: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0o777)),
  /** Soft limit of open files; missing: the system does not tell. */
  openFiles: v.optional(v.pipe(v.number(), v.integer(), v.minValue(3))),
});

/** What a program in a Pod takes over from whoever started the Pod. Never stored. */
export type Starter = v.InferOutput<typeof starterSchema>;

const podOrderSchema = v.object({
  home: v.object({ data: v.string(), runtime: v.string() }),
  name: v.string(),
  kind: v.picklist(['terminal', 'agent']),
  /** Agent Pods only; default `ask`. */
  policy: v.optional(v.picklist(PERMISSION_POLICIES)),
  /** Agent Pods only: how the agent is to be set from the start, by id or name. */
  mode: v.optional(v.string()),
  model: v.optional(v.string()),
  /** Agent Pods only: id of the way to log in. */
  auth: v.optional(v.string()),
  /** Agent Pods only: where the earlier session cannot be loaded, begin anew all the same. */
  anew: v.optional(v.boolean()),
  /** Agent Pods only: MCP servers in the words of ACP, handed to the agent as they are. They may hold secrets. */
  mcpServers: v.optional(v.array(v.looseObject({ name: v.string() }))),
  /** Program and arguments, never passed through a shell. */
  argv: v.pipe(v.array(v.string()), v.minLength(1)),
  cwd: v.string(),
  /** Name of the Pod in whose program it is started; missing: none. */
  parent: v.optional(v.string()),
  /** As in the record of a Pod. */
  earlierNames: v.optional(v.array(v.string())),
  /** Agent Pods only: as in the record of a Pod. */
  session: v.optional(v.string()),
  /** Agent Pods only: the agent may use files and terminals through us. */
  clientTools: v.optional(v.boolean()),
  /** Terminal Pods only: on descriptor 4 is a line to whoever owns it. It ends with that line, and leaves no record. */
  owned: v.optional(v.boolean()),
  /** Missing: the Pod process's own environment and limits. */
  starter: v.optional(starterSchema),
  /** Terminal Pods only: bound of the recording, bytes; 0 = none; missing = `DEFAULT_RECORD_BYTES`. */
  recordBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  cols: dimension,
  rows: dimension,
  /** The session and segment to go on with; null starts a new session (live pending until its first activity). */
  restore: v.nullable(v.object({ sessionId: pathId, segmentId: pathId })),
});

/** The whole order as one JSON text; then standard input is closed. */
export type PodOrder = v.InferOutput<typeof podOrderSchema>;

export function parsePodOrder(text: string): Parsed<PodOrder> {
  const json = parseJson(text);
  return json.ok ? parseWith(podOrderSchema, json.value) : json;
}

/** What of it the record keeps for a restore. */
export function launchOf(order: PodOrder): LaunchSpec {
  const { kind, argv, cwd, cols, rows, recordBytes, parent, earlierNames, policy, clientTools, session } = order;
  const chosen =
    kind === 'terminal'
      ? { ...(recordBytes !== undefined && { recordBytes }) }
      : {
          ...(policy !== undefined && { policy }),
          ...(clientTools === true && { clientTools }),
          ...(session !== undefined && { session }),
        };
  const kin = { ...(parent !== undefined && { parent }), ...(earlierNames !== undefined && { earlierNames }) };
  return { kind, ...chosen, argv, cwd, ...kin, cols, rows };
}

const readyWordSchema = v.variant('kind', [
  v.object({ kind: v.literal('ready'), socketPath: v.string() }),
  /** An expected failure (name taken, command missing …): one sentence for the user. `taken`: a live Pod has the name. */
  v.object({ kind: v.literal('refused'), message: v.string(), taken: v.optional(v.boolean(), false) }),
]);

/** One JSON line on descriptor 3, which is then closed. End of file without it: the process died. */
export type ReadyWord = v.InferOutput<typeof readyWordSchema>;

export function parseReadyWord(text: string): Parsed<ReadyWord> {
  const json = parseJson(text);
  return json.ok ? parseWith(readyWordSchema, json.value) : json;
}
