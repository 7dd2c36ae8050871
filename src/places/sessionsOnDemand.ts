// The places of sessions as one source that is empty, and loads nothing, until somebody wants to see them.
import { BehaviorSubject, combineLatest, map, of, switchMap } from 'rxjs';
import type { PodId } from '../podList/types';
import { type FactSource, LOADING_PLACE, type PlaceSnapshot } from '../streams/placeFacts';
import type { Place } from './place';

export interface SessionsOnDemand extends FactSource {
  /** From now on they are read and watched; asked again it does nothing. */
  want(): void;
  /** Null: the row is in none of them. */
  of(id: PodId): Place | null;
}

const NOTHING: PlaceSnapshot = { ...LOADING_PLACE, loading: false };

/** `load` is called once, when they are first wanted. */
export function sessionsOnDemand(load: () => Promise<readonly Place[]>): SessionsOnDemand {
  /** Null: not wanted yet; empty: being loaded. */
  const places = new BehaviorSubject<readonly Place[] | null>(null);
  return {
    id: 'sessions',
    want() {
      if (places.value !== null) return;
      places.next([]);
      void load().then((loaded) => places.next(loaded));
    },
    of: ({ place }) => places.value?.find(({ id }) => id === place) ?? null,
    watch: (around) =>
      places.pipe(
        switchMap((all) => {
          if (all === null) return of(NOTHING);
          if (all.length === 0) return of(LOADING_PLACE);
          return combineLatest(all.map((place) => place.watch(around))).pipe(map(joined));
        }),
      ),
  };
}

function joined(snapshots: readonly PlaceSnapshot[]): PlaceSnapshot {
  return {
    stored: snapshots.flatMap(({ stored }) => stored),
    live: snapshots.flatMap(({ live }) => live),
    problems: snapshots.flatMap(({ problems }) => problems),
    loading: snapshots.some(({ loading }) => loading),
    lastSeenAt: null,
  };
}
