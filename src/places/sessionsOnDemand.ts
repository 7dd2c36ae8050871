// The places of sessions as one source that is empty, and loads nothing, until somebody wants to see them.
import { BehaviorSubject, combineLatest, map, of, switchMap } from 'rxjs';
import type { PodId } from '../podList/podId';
import { errorText } from '../store/fileErrors';
import { type FactSource, LOADING_PLACE, type PlaceSnapshot } from '../streams/placeFacts';
import type { Place } from './place';
import type { SessionPlaces } from './sessionPlaces';

export interface SessionsOnDemand extends FactSource {
  /** From now on they are read and watched; asked again it does nothing, but where they could not be loaded. */
  want(): void;
  /** Null: the row is in none of them. */
  of(id: PodId): Place | null;
}

/** What stands for the sessions until they are read. */
interface Unopened {
  readonly unopened: PlaceSnapshot;
}

const NOTHING: PlaceSnapshot = { ...LOADING_PLACE, loading: false };

/** `load` is called when they are first wanted; where it rejects, that is a problem of the list, and it may be asked again. */
export function sessionsOnDemand(load: () => Promise<SessionPlaces>): SessionsOnDemand {
  const opened = new BehaviorSubject<SessionPlaces | Unopened>({ unopened: NOTHING });
  return {
    id: 'sessions',
    want() {
      if (!('unopened' in opened.value) || opened.value.unopened.loading) return;
      opened.next({ unopened: LOADING_PLACE });
      load().then(
        (loaded) => opened.next(loaded),
        (error: unknown) => opened.next({ unopened: { ...NOTHING, problems: [notLoaded(error)] } }),
      );
    },
    of: ({ place }) =>
      'unopened' in opened.value ? null : (opened.value.places.find(({ id }) => id === place) ?? null),
    watch: (around) =>
      opened.pipe(
        switchMap((all) => {
          if ('unopened' in all) return of(all.unopened);
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

/** Its code may have been replaced by an upgrade. */
function notLoaded(error: unknown): PlaceSnapshot['problems'][number] {
  const message = `The sessions of other programs cannot be read: ${errorText(error)}. Start podwatch again.`;
  return { source: 'sessions', place: '', message };
}
