// `pods.json`: which Pods claim to run now (formats §3). Only a socket proves it.
import * as v from 'valibot';
import { type Parsed, parseJson, parseWith } from './parsed';

const scopeRule = v.looseObject({
  target: v.string(),
  permission: v.picklist(['read', 'write']),
  recursive: v.optional(v.boolean(), true),
});

// Loose: a table is rewritten as a whole, so the fields of others must survive our write.
const allocationSchema = v.looseObject({
  pod_name: v.string(),
  pid: v.pipe(v.number(), v.integer()),
  socket: v.string(),
  scope_allow: v.array(scopeRule),
  scope_deny: v.optional(v.array(scopeRule), []),
  delegated_from: v.optional(v.nullable(v.string()), null),
  segment_id: v.optional(v.nullable(v.string()), null),
});

export type Allocation = v.InferOutput<typeof allocationSchema>;

export interface RegistryTable {
  readonly allocations: readonly Allocation[];
  /** One sentence for each record that was left out: one bad record is one bad row, not a bad table. */
  readonly faults: readonly string[];
}

const tableSchema = v.object({ allocations: v.optional(v.array(v.unknown()), []) });

/** Reads the text of `pods.json`. Blank text is an empty table (it may also be a torn write: the reader retries). */
export function parseRegistryTable(text: string): Parsed<RegistryTable> {
  if (text.trim() === '') return { ok: true, value: { allocations: [], faults: [] } };
  const json = parseJson(text);
  if (!json.ok) return json;
  const table = parseWith(tableSchema, json.value);
  if (!table.ok) return table;
  const allocations: Allocation[] = [];
  const faults: string[] = [];
  for (const [index, record] of table.value.allocations.entries()) {
    const allocation = parseWith(allocationSchema, record);
    if (allocation.ok) allocations.push(allocation.value);
    else faults.push(`allocation ${index}: ${allocation.error}`);
  }
  return { ok: true, value: { allocations, faults } };
}

export function formatRegistryTable(allocations: readonly Allocation[]): string {
  return `${JSON.stringify({ allocations }, null, 2)}\n`;
}
