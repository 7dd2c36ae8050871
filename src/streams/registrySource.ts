// Source: the runtime registry of one home, `pods.json`. Only read: never locked, written, or cleaned up.
import fs from 'node:fs';
import path from 'node:path';
import { defer, distinctUntilChanged, filter, merge, type Observable, of, scan, startWith, switchMap, tap } from 'rxjs';
import type { SourceProblem } from '../podList/types';
import type { HomePaths } from '../protocol/homePaths';
import { type Allocation, parseRegistryTable } from '../protocol/registryTable';
import type { DirectoryChanges } from './directoryWatches';
import { fileSignature } from './fileSignature';
import { mayBeInWriting, type Reading, readSettled } from './readSettled';
import { LOADING, type SourceSnapshot } from './sourceSnapshot';
import { errorCode, errorWords } from './systemError';

export type RegistrySnapshot = SourceSnapshot<Allocation>;

/** `unchanged`: the file is the one of the last reading. A null table could not be read: the last allocations stay. */
type TableReading =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'read';
      readonly signature: string | null;
      readonly table: readonly Allocation[] | null;
      readonly faults: readonly string[];
    };

/**
 * Complete snapshots of the registry (formats §3). A missing file means no allocations. A record that cannot be read
 * is left out and becomes a problem; a file that cannot be read keeps the last allocations. Never errors.
 */
export function watchRegistry(home: HomePaths, changes: DirectoryChanges): Observable<RegistrySnapshot> {
  return defer(() => {
    let signature: string | null = null;
    // The watch is there before the first look, so nothing changes unseen in between.
    return merge(changes(home.runtime), of(null)).pipe(
      filter((name) => name === null || name === path.basename(home.registry)),
      switchMap(() => readSettled(() => readTable(home.registry, signature))),
      tap((reading) => {
        if (reading.kind === 'read') signature = reading.signature;
      }),
      scan((last, reading) => nextSnapshot(home, last, reading), LOADING as RegistrySnapshot),
      startWith(LOADING),
      distinctUntilChanged(),
    );
  });
}

function nextSnapshot(home: HomePaths, last: RegistrySnapshot, reading: TableReading): RegistrySnapshot {
  if (reading.kind === 'unchanged') return last;
  const problems = reading.faults.map(
    (fault): SourceProblem => ({ source: 'registry', place: home.data, message: `${home.registry}: ${fault}.` }),
  );
  return { facts: reading.table ?? last.facts, problems, loading: false };
}

function readTable(file: string, knownSignature: string | null): Reading<TableReading> {
  try {
    const stats = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return whole({ table: [], faults: [] });
    const signature = fileSignature(stats);
    if (signature !== null && signature === knownSignature) return { value: { kind: 'unchanged' }, torn: false };
    if (!stats.isFile()) return whole({ table: null, faults: ['is not a regular file'] });
    const text = fs.readFileSync(file, 'utf8');
    const parsed = parseRegistryTable(text);
    const torn = (!parsed.ok || text.trim() === '') && mayBeInWriting(Number(stats.mtimeMs));
    const { allocations: table, faults } = parsed.ok
      ? parsed.value
      : { allocations: null, faults: [`cannot be read: ${parsed.error}`] };
    return { value: { kind: 'read', signature, table, faults }, torn };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return whole({ table: [], faults: [] });
    return whole({ table: null, faults: [`cannot be read: ${errorWords(error)}`] });
  }
}

function whole(found: Pick<TableReading & { kind: 'read' }, 'table' | 'faults'>): Reading<TableReading> {
  return { value: { kind: 'read', signature: null, ...found }, torn: false };
}
