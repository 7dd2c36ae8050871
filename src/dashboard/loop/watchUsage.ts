// Looks at what Pods use again and again, as long as that is on the screen.
import { catchError, concatMap, defer, EMPTY, repeat, type SchedulerLike, type Subscription, timer } from 'rxjs';
import type { PodEntry } from '../../podList/podList';
import type { DashboardPorts, UsageSample } from './ports';

/** From one look to the next, ms. The first two stand closer: of one alone no CPU can be told. */
const FIRST_PAUSE = 500;
const PAUSE = 2000;
/** A look that takes long is taken more seldom: at most this share of the time goes into looks. */
const SHARE = 50;

export interface UsageWatch {
  /** Looks at these Pods from now on, or, null, at nothing. */
  sync(entries: readonly PodEntry[] | null): void;
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
  return {
    sync(entries) {
      wanted = entries;
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
      watch = timer(0, scheduler)
        .pipe(
          concatMap(() => look$),
          repeat({ delay: (count) => timer(Math.max(count === 1 ? FIRST_PAUSE : PAUSE, took * SHARE), scheduler) }),
        )
        .subscribe(report);
      owner.add(watch);
    },
  };
}
