// Source: the registry's allocations with what their sockets and logs say, and the live Pods whose entry is lost.
import {
  combineLatest,
  defer,
  distinctUntilChanged,
  map,
  type Observable,
  ReplaySubject,
  share,
  startWith,
} from 'rxjs';
import type { OpenConnections } from '../client/openConnections';
import type { LivePod, SourceProblem, StoredPod } from '../podList/podFacts';
import { sameValue } from '../podList/sameValue';
import type { HomePaths } from '../protocol/homePaths';
import type { Allocation } from '../protocol/registryTable';
import { type LiveLogs, watchLiveLogs } from './liveLogs';
import type { Surroundings } from './placeFacts';
import { type HeldSockets, type PodReaches, socketKey, watchPodReaches } from './podReaches';
import type { SegmentLogs } from './segmentLogs';
import type { SourceSnapshot } from './sourceSnapshot';
import { type PodReach, PROBING } from './watchReach';
import type { RegistrySnapshot } from './watchRegistry';

interface LiveInputs {
  readonly home: HomePaths;
  readonly registry$: Observable<RegistrySnapshot>;
  readonly stored$: Observable<SourceSnapshot<StoredPod>>;
  readonly logs: SegmentLogs;
  readonly around: Surroundings;
  /** See `watchHome`. */
  readonly open?: OpenConnections;
}

const NO_LOGS: LiveLogs = { logs: new Map(), loading: true };

/**
 * Complete snapshots of the live Pods of one home, the registry's problems included. `loading` until every socket has
 * answered, refused, or been silent for 200 ms. Never errors.
 */
export function watchLive({
  home,
  registry$,
  stored$,
  logs,
  around,
  open,
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
    const liveLogs$ = watchLiveLogs(home, segmentIds$, stored$, logs, around.changes).pipe(startWith(NO_LOGS));
    return combineLatest([
      shared$,
      watchPodReaches(home, allocations$, around, open, heldSockets(stored$)),
      liveLogs$,
      around.pool.shortage$,
    ]).pipe(
      map(([registry, reaches, found, shortage]) => {
        const seen = snapshot(home, registry, reaches, found);
        return shortage === null ? seen : { ...seen, problems: [...seen.problems, shortageProblem(home, shortage)] };
      }),
    );
  });
}

/** Nobody waits for the store: until it has spoken, it names no socket. */
function heldSockets(stored$: LiveInputs['stored$']): Observable<HeldSockets> {
  return stored$.pipe(
    map(({ facts }) => {
      const sockets = new Map<string, string>();
      for (const { id, holder } of facts) if (holder !== undefined) sockets.set(id.name, holder.socket);
      return sockets;
    }),
    startWith(new Map<string, string>()),
    distinctUntilChanged((a, b) => sameValue([...a], [...b])),
  );
}

function snapshot(
  home: HomePaths,
  registry: RegistrySnapshot,
  reaches: PodReaches,
  { logs, loading }: LiveLogs,
): SourceSnapshot<LivePod> {
  const facts = registry.facts.map((allocation): LivePod => {
    const { segment_id: segmentId } = allocation;
    const log = segmentId === null ? null : (logs.get(segmentId) ?? null);
    const reach = reaches.get(keyOf(allocation))?.reach ?? PROBING;
    return { ...liveFact(home, allocation.pod_name, allocation.socket, reach), segmentId, log };
  });
  const registered = new Set(registry.facts.map(({ pod_name }) => pod_name));
  // A renamed Pod listens in the directory of its old name.
  const sockets = new Set(registry.facts.map(({ socket }) => socket));
  // Without an entry nothing but its answer makes a Pod live: what a killed one has left behind is no fact.
  const unregistered = [...reaches.values()]
    .filter(
      ({ socket, reach }) =>
        !registered.has(socket.name) && !sockets.has(socket.socketPath) && reach.reach === 'reachable',
    )
    .map(({ socket, reach }) => liveFact(home, socket.name, socket.socketPath, reach));
  const broken = registry.broken.map(({ pod_name, segment_id: segmentId, fault }): LivePod => {
    const reach: PodReach = { ...PROBING, reach: 'unreachable', error: fault, settled: true };
    return { ...liveFact(home, pod_name, '', reach), segmentId };
  });
  const isUnsettled =
    registry.facts.some((allocation) => !reaches.has(keyOf(allocation))) ||
    [...reaches.values()].some(({ reach }) => !reach.settled);
  return {
    facts: [...facts, ...unregistered, ...broken],
    problems: registry.problems,
    loading: registry.loading || loading || isUnsettled,
  };
}

function keyOf({ pod_name, socket }: Allocation): string {
  return socketKey(pod_name, socket);
}

function liveFact(home: HomePaths, name: string, socketPath: string, { settled: _, ...reach }: PodReach): LivePod {
  return { id: { place: home.data, name }, socketPath, segmentId: null, log: null, ...reach };
}

/** It is ours and not a Pod's: none is called unreachable because of it. */
function shortageProblem(home: HomePaths, connections: number): SourceProblem {
  const message =
    `podwatch may open too few files (EMFILE): it looks at its Pods in turns, ${connections} at a time. ` +
    'Allow it more (ulimit -n) and start it again.';
  return { source: 'live', place: home.data, message };
}
