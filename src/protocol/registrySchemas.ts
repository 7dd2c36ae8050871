// The schemas of `pods.json` and of its records, for what podwatch has not written itself.
import * as v from 'valibot';
import type { Parsed } from './parsed';
import { parseWith, pathId } from './parseWith';
import { isPodName } from './podName';
import { socketPathSchema } from './socketPathSchema';

const scopeRule = v.looseObject({
  target: v.string(),
  permission: v.picklist(['read', 'write']),
  recursive: v.optional(v.boolean(), true),
});

// Loose: a table is rewritten as a whole, so the fields of others must survive our write.
const allocationSchema = v.looseObject({
  pod_name: v.pipe(v.string(), v.check(isPodName, 'Not a Pod name: it would be read as a path')),
  pid: v.pipe(v.number(), v.integer()),
  socket: socketPathSchema,
  scope_allow: v.array(scopeRule),
  scope_deny: v.optional(v.array(scopeRule), []),
  delegated_from: v.optional(v.nullable(v.string()), null),
  segment_id: v.optional(v.nullable(pathId), null),
  /** Ours: when the process began, in the system's own count, and under which kernel; they tell it from a later one with its pid. */
  start_time: v.optional(v.nullable(v.string())),
  boot_id: v.optional(v.nullable(v.string())),
});

export type Allocation = v.InferOutput<typeof allocationSchema>;

/** What is known of a record whose socket is no socket path: nobody may connect there. */
export interface BrokenAllocation {
  readonly pod_name: string;
  readonly segment_id: string | null;
  /** What is wrong with its socket, as a clause. */
  readonly fault: string;
}

// Whatever else is wrong with it: a record that has a name is a row.
const brokenSchema = v.object({
  pod_name: allocationSchema.entries.pod_name,
  segment_id: v.fallback(v.nullable(pathId), null),
  socket: v.unknown(),
});

const tableSchema = v.looseObject({ allocations: v.optional(v.array(v.unknown()), []) });

export function allocationBySchema(record: unknown): Parsed<Allocation> {
  return parseWith(allocationSchema, record);
}

/** Null: no row can be made of it, or it is not its socket that is wrong. */
export function brokenRow(record: unknown): BrokenAllocation | null {
  const row = parseWith(brokenSchema, record);
  if (!row.ok) return null;
  const { pod_name, segment_id, socket } = row.value;
  const path = v.safeParse(socketPathSchema, socket);
  return path.success ? null : { pod_name, segment_id, fault: path.issues[0].message };
}

export function tableBySchema(value: unknown): Parsed<v.InferOutput<typeof tableSchema>> {
  return parseWith(tableSchema, value);
}
