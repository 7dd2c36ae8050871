// The schemas of `metadata.json`, for records that say more than nearly all do.
import * as v from 'valibot';
import { type Parsed, parseJson } from './parsed';
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

export interface PodMetadata {
  readonly podName: string;
  /** Null: inactive. `segmentId` null: pending. */
  readonly active: { readonly sessionId: string; readonly segmentId: string | null } | null;
  /** Null for Pods of other programs and for records that do not say it. */
  readonly launch: LaunchSpec | null;
}

/** Unknown fields are ignored; a wrong required field is an error. */
export function metadataBySchema(record: unknown): Parsed<PodMetadata> {
  const parsed = parseWith(metadataSchema, record);
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
