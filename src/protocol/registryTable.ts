// `pods.json`: which Pods claim to run now (formats §3). Only a socket proves it.
import * as v from 'valibot';
import { type Parsed, parseJson, parseWith, pathId } from './parsed';
import { isPodName } from './podName';
import { recordTexts } from './recordTexts';
import { socketPathSchema } from './socketPath';

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

export interface RegistryTable {
  readonly allocations: readonly Allocation[];
  /** Records that are left out of `allocations` because of their socket; each is one bad row. */
  readonly broken: readonly BrokenAllocation[];
  /** One clause for each other record that was left out: one bad record is not a bad table. */
  readonly faults: readonly string[];
  /** Those records as they were: who rewrites the table puts them back. */
  readonly unread: readonly unknown[];
  /** Fields of others beside the allocations; they are put back too. */
  readonly others: Readonly<Record<string, unknown>>;
}

const tableSchema = v.looseObject({ allocations: v.optional(v.array(v.unknown()), []) });

/** Reads the text of `pods.json`. Blank text is an empty table (it may also be a torn write: the reader retries). */
export function parseRegistryTable(text: string): Parsed<RegistryTable> {
  if (text.trim() === '')
    return { ok: true, value: { allocations: [], broken: [], faults: [], unread: [], others: {} } };
  const json = parseJson(text);
  if (!json.ok) return json;
  // A list passes as an object without fields, and would be overwritten as an empty table.
  if (Array.isArray(json.value)) return { ok: false, error: 'the table is a list, not an object' };
  const table = parseWith(tableSchema, json.value);
  if (!table.ok) return table;
  const allocations: Allocation[] = [];
  const broken: BrokenAllocation[] = [];
  const faults: string[] = [];
  const unread: unknown[] = [];
  const { allocations: records, ...others } = table.value;
  const written = recordTexts(text) ?? [];
  for (const [index, record] of records.entries()) {
    const allocation = parseWith(allocationSchema, record);
    keepText(allocation.ok ? allocation.value : record, written[index]);
    if (allocation.ok) {
      allocations.push(allocation.value);
    } else {
      const row = brokenRow(record);
      if (row === null) faults.push(`allocation ${index}: ${allocation.error}`);
      else broken.push(row);
      unread.push(record);
    }
  }
  return { ok: true, value: { allocations, broken, faults, unread, others } };
}

function brokenRow(record: unknown): BrokenAllocation | null {
  const row = parseWith(brokenSchema, record);
  if (!row.ok) return null;
  const { pod_name, segment_id, socket } = row.value;
  const path = v.safeParse(socketPathSchema, socket);
  return path.success ? null : { pod_name, segment_id, fault: path.issues[0].message };
}

/** What of a table is no allocation that we can read: no record and no field of others is lost. */
type Kept = Pick<RegistryTable, 'unread' | 'others'>;

/** The file's text; `kept` from the table that was read. Records that nobody has changed stay byte for byte. */
export function formatRegistryTable(
  allocations: readonly Allocation[],
  { unread, others }: Kept = { unread: [], others: {} },
): string {
  const fields = Object.entries(others).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const records = [...allocations, ...unread].map(textOfRecord);
  const list = records.length === 0 ? '[]' : `[\n    ${records.join(',\n    ')}\n  ]`;
  return `{\n  ${[...fields, `"allocations": ${list}`].join(',\n  ')}\n}\n`;
}

/** As each record that was read stands in its file. */
const texts = new WeakMap<object, string>();

function keepText(record: unknown, text: string | undefined): void {
  if (typeof record === 'object' && record !== null && text !== undefined) texts.set(record, text);
}

function textOfRecord(record: unknown): string {
  const text = typeof record === 'object' && record !== null ? texts.get(record) : undefined;
  return text ?? JSON.stringify(record);
}
