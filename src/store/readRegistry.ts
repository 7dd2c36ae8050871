// Reads `pods.json` without the lock: for a look, never for a change (formats §3).
import fs from 'node:fs';
import type { HomePaths } from '../protocol/homePaths';
import { type Allocation, type BrokenAllocation, parseRegistryTable } from '../protocol/registryTable';
import { errnoOf, errorWords } from './fileErrors';
import { fileSignature } from './fileSignature';
import { MAX_RECORD_FILE_BYTES, readText } from './regularFile';
import { mayBeInWriting, RETRY_DELAYS, type Reading } from './tornReading';

/** `unchanged`: the file is the one of the last reading. A null table could not be read: what was known stays. */
export type RegistryReading =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'read';
      readonly signature: string | null;
      readonly table: readonly Allocation[] | null;
      readonly broken: readonly BrokenAllocation[];
      /** Each one clause: a record that was left out, or why there is no table. */
      readonly faults: readonly string[];
    };

/** One look. A missing file means no allocations; empty or broken and young, it may be a write that is under way. */
export function readRegistry(file: string, knownSignature: string | null = null): Reading<RegistryReading> {
  try {
    const stats = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return whole({ table: [], faults: [] });
    const signature = fileSignature(stats);
    if (signature !== null && signature === knownSignature) return { value: { kind: 'unchanged' }, torn: false };
    if (!stats.isFile()) return whole({ table: null, faults: ['is not a regular file'] });
    const text = readText(file, MAX_RECORD_FILE_BYTES);
    const parsed = parseRegistryTable(text);
    const torn = (!parsed.ok || text.trim() === '') && mayBeInWriting(Number(stats.mtimeMs));
    const {
      allocations: table,
      broken,
      faults,
    } = parsed.ok ? parsed.value : { allocations: null, broken: [], faults: [`cannot be read: ${parsed.error}`] };
    return { value: { kind: 'read', signature, table, broken, faults }, torn };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return whole({ table: [], faults: [] });
    return whole({ table: null, faults: [`cannot be read: ${errorWords(error)}`] });
  }
}

function whole(found: Pick<RegistryReading & { kind: 'read' }, 'table' | 'faults'>): Reading<RegistryReading> {
  return { value: { kind: 'read', signature: null, broken: [], ...found }, torn: false };
}

/** What claims to run in a home; none where the registry is missing or stays unreadable. */
export async function readAllocations(home: HomePaths): Promise<readonly Allocation[]> {
  for (const delay of [...RETRY_DELAYS, null]) {
    const { value, torn } = readRegistry(home.registry);
    if (!torn || delay === null) return value.kind === 'read' ? (value.table ?? []) : [];
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return [];
}
