// `pods.json`: which Pods claim to run now (formats §3). Only a socket proves it.

import { isPlainAllocation } from './isPlainAllocation';
import { type Parsed, parseJson } from './parsed';
import { isKeptWhole } from './plainFields';
import { recordTexts } from './recordTexts';
import {
  type Allocation,
  allocationBySchema,
  type BrokenAllocation,
  brokenRow,
  tableBySchema,
} from './registrySchemas';

export type { Allocation, BrokenAllocation };

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

/** Reads the text of `pods.json`. Blank text is an empty table (it may also be a torn write: the reader retries). */
export function parseRegistryTable(text: string): Parsed<RegistryTable> {
  if (text.trim() === '')
    return { ok: true, value: { allocations: [], broken: [], faults: [], unread: [], others: {} } };
  const json = parseJson(text);
  if (!json.ok) return json;
  // A list passes as an object without fields, and would be overwritten as an empty table.
  if (Array.isArray(json.value)) return { ok: false, error: 'the table is a list, not an object' };
  const table = tableOf(json.value);
  if (!table.ok) return table;
  const allocations: Allocation[] = [];
  const broken: BrokenAllocation[] = [];
  const faults: string[] = [];
  const unread: unknown[] = [];
  const { allocations: records, ...others } = table.value;
  const written = new WrittenRecords(text);
  for (const [index, record] of records.entries()) {
    const allocation = isPlainAllocation(record) ? ({ ok: true, value: record } as const) : allocationBySchema(record);
    keepPlace(allocation.ok ? allocation.value : record, { written, index });
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

function tableOf(value: unknown): ReturnType<typeof tableBySchema> {
  if (!isKeptWhole(value)) return tableBySchema(value);
  const { allocations } = value;
  return Array.isArray(allocations) ? { ok: true, value: { ...value, allocations } } : tableBySchema(value);
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

/** The records of a text as they stand there; looked for only where the table is written anew. */
class WrittenRecords {
  private texts: readonly string[] | null = null;

  constructor(private readonly table: string) {}

  at(index: number): string | undefined {
    this.texts ??= recordTexts(this.table) ?? [];
    return this.texts[index];
  }
}

interface WrittenPlace {
  readonly written: WrittenRecords;
  readonly index: number;
}

/** Where each record that was read stands. */
const places = new WeakMap<object, WrittenPlace>();

function keepPlace(record: unknown, place: WrittenPlace): void {
  if (isObject(record)) places.set(record, place);
}

function textOfRecord(record: unknown): string {
  const place = isObject(record) ? places.get(record) : undefined;
  return place?.written.at(place.index) ?? JSON.stringify(record);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
