// Which live Pods of our homes need their user: from what their sockets say alone, without a look at any record or log.
import { combineLatest, defer, distinctUntilChanged, map, type Observable } from 'rxjs';
import { ConnectionPool } from '../client/connectionPool';
import type { Attention } from '../podList/podFacts';
import type { PodId } from '../podList/podId';
import { sameValue } from '../podList/sameValue';
import type { HomePaths } from '../protocol/homePaths';
import { type DirectoryChanges, directoryWatches } from './directoryWatches';
import { type PodReaches, watchPodReaches } from './podReaches';
import { watchRegistry } from './watchRegistry';

export interface PodCall {
  readonly id: PodId;
  readonly socketPath: string;
  readonly attention: Attention;
}

/** Complete, and again whenever it changes; keeps a connection to each live Pod meanwhile. Never errors. */
export function watchCalls(homes: readonly HomePaths[]): Observable<readonly PodCall[]> {
  return defer(() => {
    const changes = directoryWatches();
    const pool = new ConnectionPool();
    return combineLatest(homes.map((home) => ofHome(home, changes, pool))).pipe(
      map((calls) => calls.flat()),
      distinctUntilChanged((a, b) => sameValue(a, b)),
    );
  });
}

function ofHome(home: HomePaths, changes: DirectoryChanges, pool: ConnectionPool): Observable<readonly PodCall[]> {
  const allocations$ = watchRegistry(home, changes).pipe(
    map(({ facts }) => facts),
    distinctUntilChanged((a, b) => sameValue(a, b)),
  );
  return watchPodReaches(home, allocations$, { changes, pool }).pipe(map((reaches) => callsIn(home, reaches)));
}

function callsIn(home: HomePaths, reaches: PodReaches): readonly PodCall[] {
  return [...reaches.values()].flatMap(({ socket, reach }) =>
    reach.attention === null
      ? []
      : [
          {
            id: { place: home.data, name: socket.name },
            socketPath: socket.socketPath,
            attention: reach.attention,
          },
        ],
  );
}
