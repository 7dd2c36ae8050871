// The facts of one home: its store directory, its registry, and what the sockets say.
import {
  combineLatest,
  defer,
  ignoreElements,
  map,
  merge,
  type Observable,
  ReplaySubject,
  Subject,
  share,
  tap,
} from 'rxjs';
import type { OpenConnections } from '../client/openConnections';
import type { HomePaths } from '../protocol/homePaths';
import type { FactSource, PlaceSnapshot, Surroundings } from './placeFacts';
import { segmentLogs } from './segmentLogs';
import { watchLive } from './watchLive';
import { watchRegistry } from './watchRegistry';
import { watchSilentHolders } from './watchSilentHolders';
import { watchStore } from './watchStore';

/** `open`: holds the connections to the live Pods from now on, for who has something to ask. */
export function watchHome(home: HomePaths, around: Surroundings, open?: OpenConnections): Observable<PlaceSnapshot> {
  return defer(() => {
    const { changes, aheadProgram } = around;
    const logs = segmentLogs(home, changes);
    const again = new Subject<string>();
    const stored$ = watchStore(home, logs, changes, again, aheadProgram).pipe(share(lastOne()));
    const registry$ = watchRegistry(home, changes);
    const live$ = watchLive({ home, registry$, stored$, logs, around, ...(open !== undefined && { open }) }).pipe(
      share(lastOne()),
    );
    const facts$ = combineLatest([stored$, live$]).pipe(
      map(([stored, live]) => ({
        stored: stored.facts,
        live: live.facts,
        problems: [...stored.problems, ...live.problems],
        loading: stored.loading || live.loading,
        lastSeenAt: null,
      })),
    );
    const looks$ = watchSilentHolders(stored$, live$).pipe(
      tap((name) => again.next(name)),
      ignoreElements(),
    );
    return merge(facts$, looks$);
  });
}

function lastOne<T>(): { connector: () => ReplaySubject<T> } {
  return { connector: () => new ReplaySubject<T>(1) };
}

/** A home as nothing but facts: for who only looks. */
export function homeSource(home: HomePaths): FactSource {
  return { id: home.data, watch: (around) => watchHome(home, around) };
}
