// One subscription for each Pod on the screen, by mark and sweep; a feed that is lost is asked for again.
import { defer, repeat, type SchedulerLike, Subscription, takeWhile, tap, timer } from 'rxjs';
import type { PodEntry } from '../../podList/podList';
import type { DashboardPorts, TileFeed } from './ports';

/** Pauses before a lost feed is asked for again, in ms. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10_000;

export interface TileWatches {
  /** Watches exactly these Pods from now on; one that is watched already is left alone. `viewed`: the open one's key. */
  sync(entries: readonly PodEntry[], viewed: string | null): void;
}

interface Watch {
  readonly subscription: Subscription;
  /** What the feed depends on: it is opened anew where this changes, not whenever the entry does. */
  readonly source: string;
}

/** `report`: `isFirst` of the first word of a connection. Everything it opens ends with `owner`. */
export function watchTiles(
  watchTile: DashboardPorts['watchTile'],
  report: (key: string, feed: TileFeed, isFirst: boolean) => void,
  owner: Subscription,
  scheduler: SchedulerLike,
): TileWatches {
  const watches = new Map<string, Watch>();
  const stop = (key: string, watch: Watch): void => {
    watches.delete(key);
    watch.subscription.unsubscribe();
  };
  return {
    sync(entries, viewed) {
      if (owner.closed) return;
      const wanted = new Map(entries.map((entry) => [entry.key, sourceOf(entry, viewed)]));
      for (const [key, watch] of watches) {
        if (wanted.get(key) !== watch.source) stop(key, watch);
      }
      for (const entry of entries) {
        if (watches.has(entry.key)) continue;
        const subscription = new Subscription();
        owner.add(subscription);
        watches.set(entry.key, { subscription, source: sourceOf(entry, viewed) });
        const feed$ = persistent(() => watchTile(entry, entry.key === viewed), scheduler);
        let isFirst = true;
        subscription.add(
          feed$.subscribe((feed) => {
            report(entry.key, feed, isFirst);
            isFirst = feed.kind === 'lost';
          }),
        );
      }
    },
  };
}

function sourceOf({ key, socketPath, extensions }: PodEntry, viewed: string | null): string {
  return [socketPath, key === viewed, ...extensions].join('\u0000');
}

/** Subscribes again after each loss or end, 1 s later, then twice as long each time up to 10 s, until content comes. */
function persistent(open: () => ReturnType<DashboardPorts['watchTile']>, scheduler: SchedulerLike) {
  let pause = FIRST_PAUSE;
  return defer(open).pipe(
    tap((feed) => {
      if (feed.kind !== 'lost') pause = FIRST_PAUSE;
    }),
    takeWhile((feed) => feed.kind !== 'lost', true),
    repeat({
      delay: () => {
        const wait = timer(pause, scheduler);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        return wait;
      },
    }),
  );
}
