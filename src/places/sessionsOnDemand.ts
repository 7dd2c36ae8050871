// The places of sessions as one source that is empty, and loads nothing, until somebody wants to see them.
import { BehaviorSubject, combineLatest, map, of, switchMap } from 'rxjs';
import type { PodId } from '../podList/podId';
import { type FactSource, LOADING_PLACE, type PlaceSnapshot } from '../streams/placeFacts';
import type { Place } from './place';
import type { SessionPlaces } from './sessionPlaces';

export interface SessionsOnDemand extends FactSource {
  /** From now on they are read and watched; asked again it does nothing. */
  want(): void;
  /** Null: the row is in none of them. */
  of(id: PodId): Place | null;
}

const NOTHING: PlaceSnapshot = { ...LOADING_PLACE, loading: false };

/** `load` is called once, when they are first wanted. */
export function sessionsOnDemand(load: () => Promise<SessionPlaces>): SessionsOnDemand {
  const opened = new BehaviorSubject<SessionPlaces | 'unwanted' | 'loading'>('unwanted');
  return {
    id: 'sessions',
    want() {
      if (opened.value !== 'unwanted') return;
      opened.next('loading');
      void load().then((loaded) => opened.next(loaded));
    },
    of: ({ place }) =>
      typeof opened.value === 'string' ? null : (opened.value.places.find(({ id }) => id === place) ?? null),
    watch: (around) =>
      opened.pipe(
        switchMap((all) => {
          if (typeof all === 'string') return of(all === 'unwanted' ? NOTHING : LOADING_PLACE);
          return combineLatest(all.sources.map((source) => source.watch(around))).pipe(map(joined));
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
