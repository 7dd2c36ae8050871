// What npx fetches at this moment, as the dashboard shows it.
import { BehaviorSubject, type Observable } from 'rxjs';
import type { FetchWatch } from '../actions/fetchMissing';
import type { AgentFetching } from '../dashboard/fetches/fetchesState';

/** `stop` ends what still goes on. */
export function fetchesNow(stop: AbortSignal): {
  readonly fetches$: Observable<readonly AgentFetching[]>;
  readonly watch: FetchWatch;
} {
  const fetches$ = new BehaviorSubject<readonly AgentFetching[]>([]);
  let latest = 0;
  const watch: FetchWatch = {
    stop,
    begins: (wanted) => {
      latest += 1;
      const id = latest;
      const others = () => fetches$.value.filter((one) => one.id !== id);
      fetches$.next([...others(), { id, wanted, seconds: 0 }]);
      return {
        lasts: (seconds) => {
          fetches$.next(fetches$.value.map((one) => (one.id === id ? { id, wanted, seconds } : one)));
        },
        ended: () => fetches$.next(others()),
      };
    },
  };
  return { fetches$: fetches$.asObservable(), watch };
}
