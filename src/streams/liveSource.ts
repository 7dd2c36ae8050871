// Source: the registry's allocations with what their sockets and logs say; one lasting connection an allocation.
import path from 'node:path';
import {
  combineLatest,
  defer,
  distinctUntilChanged,
  filter,
  map,
  merge,
  NEVER,
  Observable,
  ReplaySubject,
  Subject,
  type Subscription,
  share,
  startWith,
} from 'rxjs';
import { sameValue } from '../podList/sameValue';
import type { LivePod, StoredPod } from '../podList/types';
import type { HomePaths } from '../protocol/homePaths';
import type { Allocation } from '../protocol/registryTable';
import type { DirectoryChanges } from './directoryWatches';
import { type LiveLogs, watchLiveLogs } from './liveLogs';
import { connectPod } from './podConnection';
import type { RegistrySnapshot } from './registrySource';
import type { SegmentLogs } from './segmentLogs';
import type { SourceSnapshot } from './sourceSnapshot';
import { type PodReach, PROBING, REACH_EVENTS, watchReach } from './watchReach';

interface LiveInputs {
  readonly home: HomePaths;
  readonly registry$: Observable<RegistrySnapshot>;
  readonly stored$: Observable<SourceSnapshot<StoredPod>>;
  readonly logs: SegmentLogs;
  readonly changes: DirectoryChanges;
}

const NO_LOGS: LiveLogs = { logs: new Map(), loading: true };

/**
 * Complete snapshots of the live Pods of one home, the registry's problems included. `loading` until every allocation
 * that the registry named has answered, refused, or been silent for 200 ms. Never errors.
 */
export function watchLive({
  home,
  registry$,
  stored$,
  logs,
  changes,
}: LiveInputs): Observable<SourceSnapshot<LivePod>> {
  return defer(() => {
    const shared$ = registry$.pipe(share({ connector: () => new ReplaySubject<RegistrySnapshot>(1) }));
    const allocations$ = shared$.pipe(
      map(({ facts }) => facts),
      distinctUntilChanged((a, b) => sameValue(a, b)),
    );
    const segmentIds$ = allocations$.pipe(
      map((allocations) => new Set(allocations.flatMap(({ segment_id }) => segment_id ?? []))),
    );
    // The sockets are shown before the store has been read.
    const liveLogs$ = watchLiveLogs(home, segmentIds$, stored$, logs, changes).pipe(startWith(NO_LOGS));
    return combineLatest([shared$, watchReaches(allocations$, changes), liveLogs$]).pipe(
      map(([registry, reaches, found]) => snapshot(home, registry, reaches, found)),
    );
  });
}

function snapshot(
  home: HomePaths,
  registry: RegistrySnapshot,
  reaches: ReadonlyMap<string, PodReach>,
  { logs, loading }: LiveLogs,
): SourceSnapshot<LivePod> {
  const reachOf = (allocation: Allocation): PodReach => reaches.get(connectionKey(allocation)) ?? PROBING;
  return {
    facts: registry.facts.map((allocation) => {
      const { settled: _, ...reach } = reachOf(allocation);
      const { pod_name: name, socket: socketPath, segment_id: segmentId } = allocation;
      const log = segmentId === null ? null : (logs.get(segmentId) ?? null);
      return { id: { home: home.data, name }, socketPath, segmentId, log, ...reach };
    }),
    problems: registry.problems,
    loading: registry.loading || loading || registry.facts.some((allocation) => !reachOf(allocation).settled),
  };
}

/** A new socket is a new connection; a new segment or process behind the same socket is not. */
function connectionKey({ pod_name, socket }: Allocation): string {
  return `${pod_name}\0${socket}`;
}

/** Keeps one connection for each allocation that is there, by `connectionKey`. */
function watchReaches(
  allocations$: Observable<readonly Allocation[]>,
  changes: DirectoryChanges,
): Observable<ReadonlyMap<string, PodReach>> {
  return new Observable((subscriber) => {
    const connections = new Map<string, Subscription>();
    const reaches = new Map<string, PodReach>();
    const registryChanged = new Subject<void>();
    const connect = (key: string, socketPath: string): Subscription =>
      watchReach(
        () => connectPod(socketPath, { only: REACH_EVENTS }),
        () => merge(registryChanged, socketChanges(socketPath, changes)),
      ).subscribe((reach) => {
        reaches.set(key, reach);
        subscriber.next(new Map(reaches));
      });
    const registry = allocations$.subscribe((allocations) => {
      const wanted = new Map(allocations.map((allocation) => [connectionKey(allocation), allocation.socket]));
      for (const [key, connection] of connections) {
        if (wanted.has(key)) continue;
        connection.unsubscribe();
        connections.delete(key);
        reaches.delete(key);
      }
      registryChanged.next();
      for (const [key, socketPath] of wanted) {
        if (!connections.has(key)) connections.set(key, connect(key, socketPath));
      }
      subscriber.next(new Map(reaches));
    });
    return () => {
      registry.unsubscribe();
      for (const connection of connections.values()) connection.unsubscribe();
    };
  });
}

/** Hints that a process may have bound the socket anew. */
function socketChanges(socketPath: string, changes: DirectoryChanges): Observable<unknown> {
  if (!path.isAbsolute(socketPath)) return NEVER;
  return changes(path.dirname(socketPath)).pipe(filter((name) => name === null || name === path.basename(socketPath)));
}
