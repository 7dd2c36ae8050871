// `pods/<name>/metadata.json`: what is durable of one Pod (formats §2).
import { type LaunchSpec, metadataBySchema, type PodMetadata } from './metadataSchemas';
import { isPathId, type Parsed, parseJson } from './parsed';
import { isFields } from './plainFields';

export type { LaunchSpec, PodMetadata };

/** Earlier ones have no children that still matter. */
const MAX_EARLIER_NAMES = 16;

/** Of one that gets another name now. */
export function renamedLaunch(launch: LaunchSpec, oldName: string): LaunchSpec {
  const before = (launch.earlierNames ?? []).filter((name) => name !== oldName);
  return { ...launch, earlierNames: [...before, oldName].slice(-MAX_EARLIER_NAMES) };
}

/** Reads the text of a metadata file. Unknown fields are ignored; a wrong required field is an error. */
export function parsePodMetadata(text: string): Parsed<PodMetadata> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const plain = plainMetadata(json.value);
  if (plain !== null) return { ok: true, value: plain };
  return metadataBySchema(json.value);
}

/**
 * Records as nearly all are, read without the schemas, which take most of the time of a list of thousands. Null: they decide,
 * and say what is wrong.
 */
function plainMetadata(record: unknown): PodMetadata | null {
  if (!isFields(record) || typeof record.pod_name !== 'string') return null;
  if (record.spawned_children !== undefined || record.reclaimed_children !== undefined) return null;
  const { pod_name: podName, active, resolved_manifest_snapshot: snapshot } = record;
  const launch = isFields(snapshot) ? plainLaunch(snapshot.podwatch) : null;
  if (launch === null) return null;
  if (active === undefined || active === null) return { podName, active: null, launch };
  if (!isFields(active) || !isPathId(active.session_id)) return null;
  const { session_id: sessionId, segment_id: segmentId = null } = active;
  if (segmentId !== null && !isPathId(segmentId)) return null;
  return { podName, active: { sessionId, segmentId }, launch };
}

/** Whatever else a record says only the schema reads: a field of tomorrow must not get lost here. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(['kind', 'argv', 'cwd', 'parent', 'cols', 'rows']);

function plainLaunch(launch: unknown): LaunchSpec | null {
  if (!isFields(launch)) return null;
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
  return isFields(value) ? { ...value } : {};
}
