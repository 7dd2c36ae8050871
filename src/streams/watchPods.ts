// Everything podwatch knows of its places as one PodList that follows every change.
import {
  audit,
  catchError,
  combineLatest,
  defer,
  distinctUntilChanged,
  filter,
  map,
  type Observable,
  of,
  ReplaySubject,
  scan,
  share,
  startWith,
  takeWhile,
  tap,
  timer,
} from 'rxjs';
import { ConnectionPool } from '../client/connectionPool';
import { buildPodList, EMPTY_POD_LIST } from '../podList/buildPodList';
import type { HomeName, PodFacts } from '../podList/podFacts';
import type { PodList } from '../podList/podList';
import { errorText } from '../store/fileErrors';
import { directoryWatches, UNWATCHED } from './directoryWatches';
import { pauseAfter } from './gathered';
import { growingLists, type MadeList } from './growingLists';
import { type FactSource, LOADING_PLACE, type PlaceSnapshot, type Surroundings } from './placeFacts';

/** Who reads once does not wait longer than this for a place, ms; it goes without the rest. */
const READ_ONCE_MS = 20_000;

const NONE_MADE: MadeList = { facts: joinFacts([]), list: EMPTY_POD_LIST };

interface WatchPodsOptions {
  /** False: complete with the first list that is not `loading`; no watch is set up, no connection kept. Default true. */
  readonly watch?: boolean;
  /** See `Surroundings`. */
  readonly aheadProgram?: string;
}

/**
 * The PodList of all places, shared: the sources run while someone is subscribed, who comes later gets the current list at
 * once. Emits first an empty list with `loading`, then only lists that differ by identity. Never errors.
 */
export function watchPods(
  sources: readonly FactSource[],
  { watch = true, aheadProgram }: WatchPodsOptions = {},
): Observable<PodList> {
  const homes = homesOf(sources);
  const list$ = defer(() => {
    const changes = watch ? directoryWatches() : UNWATCHED;
    const pause = new BuildPause();
    const bounded = watch ? sources : sources.map((source) => withinTime(source, READ_ONCE_MS));
    const around = {
      changes,
      isOnce: !watch,
      pool: new ConnectionPool(),
      ...(aheadProgram !== undefined && { aheadProgram }),
    };
    return watchFacts(bounded, around).pipe(
      // Who reads once is shown the last list alone: none of those on the way is built.
      watch ? audit(({ loading }) => pause.next(loading)) : filter(({ loading }) => !loading),
      scan(
        ({ list }, facts) => ({
          facts,
          list: pause.after(() => buildPodList(homes.length < 2 ? facts : { ...facts, homes }, list)),
        }),
        NONE_MADE,
      ),
      growingLists(),
      startWith(EMPTY_POD_LIST),
      distinctUntilChanged(),
    );
  });
  return list$.pipe(
    takeWhile((list) => watch || list.loading, true),
    share({ connector: () => new ReplaySubject<PodList>(1) }),
  );
}

/** How long what comes is gathered before the next list is built of it. */
class BuildPause {
  private costMs = 0;
  /** Null: none has been built. */
  private builtAt: number | null = null;

  /** `isLoading`: more comes at once. */
  next(isLoading: boolean): Promise<unknown> | Observable<unknown> {
    // What is known at once is the first list, and nobody waits for it.
    if (this.builtAt === null) return Promise.resolve();
    const wait = pauseAfter(this.costMs) - (performance.now() - this.builtAt);
    if (wait > 0) return timer(isLoading ? Math.max(pauseAfter(0), wait) : wait);
    // A word of a Pod that stands alone is shown without a pause.
    return isLoading ? timer(pauseAfter(0)) : Promise.resolve();
  }

  after<T>(build: () => T): T {
    const before = performance.now();
    const built = build();
    this.builtAt = performance.now();
    this.costMs = this.builtAt - before;
    return built;
  }
}

function homesOf(sources: readonly FactSource[]): readonly HomeName[] {
  const named = sources.flatMap(({ id, homeName }) => (homeName === undefined ? [] : [[id, homeName] as const]));
  return [...new Map(named)].map(([place, name]) => ({ place, name }));
}

/** What has come by then is what there is, and the place has a problem. */
export function withinTime(source: FactSource, ms: number): FactSource {
  const { id, watch } = source;
  const message = `${id} was not read whole within ${ms / 1000} s.`;
  const problem = { source: 'place', place: id, message };
  return {
    ...source,
    watch: (around) => {
      const isLate$ = timer(ms).pipe(
        map(() => true),
        startWith(false),
      );
      return combineLatest([watch(around).pipe(startWith(LOADING_PLACE)), isLate$]).pipe(
        map(([snapshot, isLate]) =>
          isLate && snapshot.loading
            ? { ...snapshot, loading: false, problems: [...snapshot.problems, problem] }
            : snapshot,
        ),
      );
    },
  };
}

/** The joined facts of all sources at each moment; never errors. */
export function watchFacts(sources: readonly FactSource[], around: Surroundings): Observable<PodFacts> {
  // The same place twice would show every Pod of it twice.
  const distinct = [...new Map(sources.map((source) => [source.id, source])).values()];
  if (distinct.length === 0) return of(joinFacts([]));
  return combineLatest(distinct.map((source) => watchSource(source, around))).pipe(map(joinFacts));
}

/** One that breaks its word and fails takes no other with it: its last facts stay. */
function watchSource({ id, watch }: FactSource, around: Surroundings): Observable<PlaceSnapshot> {
  return defer(() => {
    let last = LOADING_PLACE;
    return defer(() => watch(around)).pipe(
      startWith(LOADING_PLACE),
      tap((snapshot) => {
        last = snapshot;
      }),
      catchError((error: unknown) => {
        const problem = { source: 'place', place: id, message: `${id} cannot be watched: ${errorText(error)}` };
        return of({ ...last, loading: false, problems: [...last.problems, problem] });
      }),
    );
  });
}

function joinFacts(places: readonly PlaceSnapshot[]): PodFacts {
  return {
    stored: joined(places.map(({ stored }) => stored)),
    live: joined(places.map(({ live }) => live)),
    problems: places.flatMap(({ problems }) => problems),
    loading: places.some(({ loading }) => loading),
    ...hostsOf(places),
  };
}

/** Of a hundred thousand no copy where only one place has any. */
function joined<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const filled = lists.filter(({ length }) => length > 0);
  return filled.length === 1 ? (filled[0] ?? []) : filled.flat();
}

function hostsOf(places: readonly PlaceSnapshot[]): Pick<PodFacts, 'hosts'> {
  const hosts = places.flatMap((place) => place.hosts ?? []);
  return hosts.length === 0 ? {} : { hosts };
}
