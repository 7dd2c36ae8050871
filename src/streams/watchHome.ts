// The facts of one home: its store directory, its registry, and what the sockets say.
import { combineLatest, map, type Observable, ReplaySubject, share } from 'rxjs';
import type { OpenConnections } from '../client/openConnections';
import type { HomePaths } from '../protocol/homePaths';
import { watchLive } from './liveSource';
import type { FactSource, PlaceSnapshot, Surroundings } from './placeFacts';
import { watchRegistry } from './registrySource';
import { segmentLogs } from './segmentLogs';
import { watchStore } from './storeSource';

/** `open`: holds the connections to the live Pods from now on, for who has something to ask. */
export function watchHome(home: HomePaths, around: Surroundings, open?: OpenConnections): Observable<PlaceSnapshot> {
  const { changes } = around;
  const logs = segmentLogs(home, changes);
  const stored$ = watchStore(home, logs, changes).pipe(share({ connector: () => new ReplaySubject(1) }));
  const registry$ = watchRegistry(home, changes);
  const live$ = watchLive({ home, registry$, stored$, logs, around, ...(open !== undefined && { open }) });
  return combineLatest([stored$, live$]).pipe(
    map(([stored, live]) => ({
      stored: stored.facts,
      live: live.facts,
      problems: [...stored.problems, ...live.problems],
      loading: stored.loading || live.loading,
      lastSeenAt: null,
    })),
  );
}

/** A home as nothing but facts: for who only looks. */
export function homeSource(home: HomePaths): FactSource {
  return { id: home.data, watch: (around) => watchHome(home, around) };
}
