// `pods/<name>/metadata.json`: what is durable of one Pod (formats §2).
import * as v from 'valibot';
import { isPathId, type Parsed, parseJson } from './parsed';
import { parseWith, pathId } from './parseWith';
import { PERMISSION_POLICIES } from './wireWords';

const scopeRule = v.object({ target: v.string(), permission: v.picklist(['read', 'write']), recursive: v.boolean() });

const metadataSchema = v.object({
  pod_name: v.string(),
  active: v.nullish(v.object({ session_id: pathId, segment_id: v.nullish(pathId) })),
  spawned_children: v.optional(
    v.array(
      v.object({
        pod_name: v.string(),
        socket_path: v.string(),
        scope_delegated: v.array(scopeRule),
        callback_address: v.string(),
      }),
    ),
  ),
  reclaimed_children: v.optional(v.array(v.object({ pod_name: v.string(), scope_delegated: v.array(scopeRule) }))),
  resolved_manifest_snapshot: v.optional(v.unknown()),
});

/** How to start a Pod of ours again: inside `resolved_manifest_snapshot.podwatch`. Never the environment. */
const launchSchema = v.object({
  kind: v.picklist(['terminal', 'agent']),
  /** Agent Pods only; default `ask`. */
  policy: v.optional(v.picklist(PERMISSION_POLICIES)),
  /** Agent Pods only: it may use files and terminals through us. */
  clientTools: v.optional(v.boolean()),
  /** As in the order of a Pod. */
  recordBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  argv: v.pipe(v.array(v.string()), v.minLength(1)),
  cwd: v.string(),
  /** Name of the Pod in whose program it was started. */
  parent: v.optional(v.string()),
  /** What it was called before, the last one last: children that were started then name it so. */
  earlierNames: v.optional(v.array(v.string())),
  /** Agent Pods only: `TOOL:ID` of the session of an agent CLI that it goes on with. */
  session: v.optional(v.string()),
  cols: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
});

export type LaunchSpec = v.InferOutput<typeof launchSchema>;

/** Earlier ones have no children that still matter. */
const MAX_EARLIER_NAMES = 16;

/** Of one that gets another name now. */
export function renamedLaunch(launch: LaunchSpec, oldName: string): LaunchSpec {
  const before = (launch.earlierNames ?? []).filter((name) => name !== oldName);
  return { ...launch, earlierNames: [...before, oldName].slice(-MAX_EARLIER_NAMES) };
}

export interface PodMetadata {
  readonly podName: string;
  /** Null: inactive. `segmentId` null: pending. */
  readonly active: { readonly sessionId: string; readonly segmentId: string | null } | null;
  /** Null for Pods of other programs and for records that do not say it. */
  readonly launch: LaunchSpec | null;
}

/** Reads the text of a metadata file. Unknown fields are ignored; a wrong required field is an error. */
export function parsePodMetadata(text: string): Parsed<PodMetadata> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const plain = plainMetadata(json.value);
  if (plain !== null) return { ok: true, value: plain };
  const parsed = parseWith(metadataSchema, json.value);
  if (!parsed.ok) return parsed;
  const { pod_name, active, resolved_manifest_snapshot } = parsed.value;
  return {
    ok: true,
    value: {
      podName: pod_name,
      active: active ? { sessionId: active.session_id, segmentId: active.segment_id ?? null } : null,
      launch: parseLaunch(resolved_manifest_snapshot),
    },
  };
}

/**
 * Records as nearly all are, read without the schemas, which take most of the time of a list of thousands. Null: they decide,
 * and say what is wrong.
 */
function plainMetadata(record: unknown): PodMetadata | null {
  if (!isObject(record) || typeof record.pod_name !== 'string') return null;
  if (record.spawned_children !== undefined || record.reclaimed_children !== undefined) return null;
  const { pod_name: podName, active, resolved_manifest_snapshot: snapshot } = record;
  const launch = isObject(snapshot) ? plainLaunch(snapshot.podwatch) : null;
  if (launch === null) return null;
  if (active === undefined || active === null) return { podName, active: null, launch };
  if (!isObject(active) || !isPathId(active.session_id)) return null;
  const { session_id: sessionId, segment_id: segmentId = null } = active;
  if (segmentId !== null && !isPathId(segmentId)) return null;
  return { podName, active: { sessionId, segmentId }, launch };
}

/** Whatever else a record says only the schema reads: a field of tomorrow must not get lost here. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(['kind', 'argv', 'cwd', 'parent', 'cols', 'rows']);

function plainLaunch(launch: unknown): LaunchSpec | null {
  if (!isObject(launch)) return null;
  for (const field in launch) if (!PLAIN_FIELDS.has(field)) return null;
  const { kind, argv, cwd, parent, cols, rows } = launch;
  if ((kind !== 'terminal' && kind !== 'agent') || typeof cwd !== 'string' || !isSide(cols) || !isSide(rows))
    return null;
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every((word) => typeof word === 'string')) return null;
  if (parent !== undefined && typeof parent !== 'string') return null;
  return { kind, argv, cwd, ...(parent !== undefined && { parent }), cols, rows };
}

/** Columns or rows of a terminal. */
function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseLaunch(snapshot: unknown): LaunchSpec | null {
  const holder = parseWith(v.object({ podwatch: launchSchema }), snapshot);
  return holder.ok ? holder.value.podwatch : null;
}

const scopeSchema = v.object({
  resolved_manifest_snapshot: v.object({
    scope: v.object({ allow: v.array(v.looseObject({ target: v.string(), permission: v.string() })) }),
  }),
});

/** The target of the first rule that lets a Pod of insomnia write; null where its record has none. */
export function firstWritableDirectory(text: string): string | null {
  const json = parseJson(text);
  const record = json.ok ? parseWith(scopeSchema, json.value) : json;
  if (!record.ok) return null;
  const { allow } = record.value.resolved_manifest_snapshot.scope;
  return allow.find(({ permission, target }) => permission === 'write' && target.startsWith('/'))?.target ?? null;
}

/**
 * The file's text, in the shape that every reader of the format accepts. `before`: the record that it replaces; only what
 * is ours in it changes, fields of others stay as they are.
 */
export function formatPodMetadata(metadata: PodMetadata, before: string | null = null): string {
  const { podName, active, launch } = metadata;
  const { active: _, ...kept } = objectIn(before);
  const snapshot = kept.resolved_manifest_snapshot;
  const record = {
    ...kept,
    pod_name: podName,
    ...(active && {
      active: { session_id: active.sessionId, ...(active.segmentId !== null && { segment_id: active.segmentId }) },
    }),
    ...(launch && {
      resolved_manifest_snapshot: { pod: { name: podName }, ...asObject(snapshot), podwatch: launch },
    }),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}

function objectIn(text: string | null): Record<string, unknown> {
  const json = text === null ? null : parseJson(text);
  return json?.ok ? asObject(json.value) : {};
}

/** Anything else has no fields to keep. */
function asObject(value: unknown): Record<string, unknown> {
  const object = parseWith(v.record(v.string(), v.unknown()), value);
  return object.ok && !Array.isArray(value) ? object.value : {};
}
