// Everything podwatch knows of its homes as one PodList that follows every change.
import {
  auditTime,
  combineLatest,
  defer,
  distinctUntilChanged,
  map,
  type Observable,
  of,
  ReplaySubject,
  scan,
  share,
  startWith,
  takeWhile,
} from 'rxjs';
import { buildPodList, EMPTY_POD_LIST } from '../podList/buildPodList';
import type { LivePod, PodFacts, PodList, StoredPod } from '../podList/types';
import type { HomePaths } from '../protocol/homePaths';
import { type DirectoryChanges, directoryWatches, UNWATCHED } from './directoryWatches';
import { watchLive } from './liveSource';
import { watchRegistry } from './registrySource';
import { segmentLogs } from './segmentLogs';
import type { SourceSnapshot } from './sourceSnapshot';
import { watchStore } from './storeSource';

/** What arrives within so short a time becomes one list, ms: fifty sockets that answer are not fifty rebuilds. */
const COALESCE_MS = 2;

interface WatchPodsOptions {
  /** False: complete with the first list that is not `loading`; no watch is set up, no connection kept. Default true. */
  readonly watch?: boolean;
}

/**
 * The PodList of all `homes`, shared: the sources run while someone is subscribed, who comes later gets the current list at
 * once. Emits first an empty list with `loading`, then only lists that differ by identity. Never errors.
 */
export function watchPods(homes: readonly HomePaths[], { watch = true }: WatchPodsOptions = {}): Observable<PodList> {
  const list$ = defer(() => {
    const changes = watch ? directoryWatches() : UNWATCHED;
    return watchFacts(homes, changes).pipe(
      auditTime(COALESCE_MS),
      scan((previous, facts) => buildPodList(facts, previous), EMPTY_POD_LIST),
      startWith(EMPTY_POD_LIST),
      distinctUntilChanged(),
    );
  });
  return list$.pipe(
    takeWhile((list) => watch || list.loading, true),
    share({ connector: () => new ReplaySubject<PodList>(1) }),
  );
}

interface HomeFacts {
  readonly store: SourceSnapshot<StoredPod>;
  readonly live: SourceSnapshot<LivePod>;
}

function watchFacts(homes: readonly HomePaths[], changes: DirectoryChanges): Observable<PodFacts> {
  // The same home twice would show every Pod of it twice.
  const distinct = [...new Map(homes.map((home) => [home.data, home])).values()];
  if (distinct.length === 0) return of(joinFacts([]));
  return combineLatest(distinct.map((home) => watchHome(home, changes))).pipe(map(joinFacts));
}

function watchHome(home: HomePaths, changes: DirectoryChanges): Observable<HomeFacts> {
  const logs = segmentLogs(home, changes);
  const stored$ = watchStore(home, logs, changes).pipe(share({ connector: () => new ReplaySubject(1) }));
  const live$ = watchLive({ home, registry$: watchRegistry(home, changes), stored$, logs, changes });
  return combineLatest({ store: stored$, live: live$ });
}

function joinFacts(homes: readonly HomeFacts[]): PodFacts {
  return {
    stored: homes.flatMap(({ store }) => store.facts),
    live: homes.flatMap(({ live }) => live.facts),
    problems: homes.flatMap(({ store, live }) => [...store.problems, ...live.problems]),
    loading: homes.some(({ store, live }) => store.loading || live.loading),
  };
}
