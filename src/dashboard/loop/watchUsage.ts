// Looks at what Pods use again and again, as long as that is on the screen.
import {
  BehaviorSubject,
  catchError,
  defer,
  EMPTY,
  filter,
  race,
  repeat,
  type SchedulerLike,
  type Subscription,
  switchMap,
  take,
  timer,
} from 'rxjs';
import type { PodEntry } from '../../podList/podList';
import type { DashboardPorts, UsageSample } from './ports';

/** From one look to the next, ms. The first two stand closer: of one alone no CPU can be told. */
const FIRST_PAUSE = 500;
const PAUSE = 2000;
/** A look that takes long is taken more seldom: at most this share of the time goes into looks. */
const SHARE = 50;
/** The first look at all processes waits for the list, which wants the time more, but no longer than this, ms. */
const AFTER_LIST_MS = 250;

export interface UsageWatch {
  /** Looks at these Pods from now on, or, null, at nothing. `isReading`: more of the list is to come. */
  sync(entries: readonly PodEntry[] | null, isReading: boolean): void;
}

/** What it opens ends with `owner`. */
export function watchUsage(
  sampleUsage: DashboardPorts['sampleUsage'],
  report: (sample: UsageSample) => void,
  owner: Subscription,
  scheduler: SchedulerLike,
): UsageWatch {
  let wanted: readonly PodEntry[] | null = null;
  let watch: Subscription | null = null;
  const isReading$ = new BehaviorSubject(true);
  return {
    sync(entries, isReading) {
      wanted = entries;
      if (isReading$.value !== isReading) isReading$.next(isReading);
      if (entries === null) {
        watch?.unsubscribe();
        watch = null;
        return;
      }
      if (watch !== null || owner.closed) return;
      let took = 0;
      const look$ = defer(async () => {
        const from = scheduler.now();
        const sample = await sampleUsage(wanted ?? []);
        took = scheduler.now() - from;
        return sample;
      }).pipe(catchError(() => EMPTY));
      const delay = (count: number) => timer(Math.max(count === 1 ? FIRST_PAUSE : PAUSE, took * SHARE), scheduler);
      const isListed$ = isReading$.pipe(
        filter((isReadingStill) => !isReadingStill),
        switchMap(() => timer(0, scheduler)),
      );
      watch = race(isListed$, timer(AFTER_LIST_MS, scheduler))
        .pipe(
          take(1),
          switchMap(() => look$.pipe(repeat({ delay }))),
        )
        .subscribe(report);
      owner.add(watch);
    },
  };
}
