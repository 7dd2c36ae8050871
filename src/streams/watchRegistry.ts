// Source: the runtime registry of one home, `pods.json`. Only read: never locked, written, or cleaned up.
import path from 'node:path';
import { defer, distinctUntilChanged, filter, merge, type Observable, of, scan, startWith, switchMap, tap } from 'rxjs';
import type { SourceProblem } from '../podList/podFacts';
import type { HomePaths } from '../protocol/homePaths';
import type { Allocation, BrokenAllocation } from '../protocol/registryTable';
import { type RegistryReading, readRegistry } from '../store/readRegistry';
import type { DirectoryChanges } from './directoryWatches';
import { readSettled } from './readSettled';
import { LOADING, type SourceSnapshot } from './sourceSnapshot';

export interface RegistrySnapshot extends SourceSnapshot<Allocation> {
  /** Entries that name no socket; nobody connects anywhere for them. */
  readonly broken: readonly BrokenAllocation[];
}

const UNREAD: RegistrySnapshot = { ...LOADING, broken: [] };

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
      switchMap(() => readSettled(() => readRegistry(home.registry, signature))),
      tap((reading) => {
        if (reading.kind === 'read') signature = reading.signature;
      }),
      scan((last, reading) => nextSnapshot(home, last, reading), UNREAD),
      startWith(UNREAD),
      distinctUntilChanged(),
    );
  });
}

function nextSnapshot(home: HomePaths, last: RegistrySnapshot, reading: RegistryReading): RegistrySnapshot {
  if (reading.kind === 'unchanged') return last;
  const problems = reading.faults.map(
    (fault): SourceProblem => ({ source: 'registry', place: home.data, message: `${home.registry}: ${fault}.` }),
  );
  const kept = reading.table === null ? last : { facts: reading.table, broken: reading.broken };
  return { facts: kept.facts, broken: kept.broken, problems, loading: false };
}
