// What a tile of the dashboard shows: a screen or a conversation, but never the dashboard itself.
import { defer, filter, from, map, merge, type Observable, of, share, switchMap, take, takeWhile } from 'rxjs';
import { circleFault, podAround } from '../actions/attachCircle';
import type { TileFeed } from '../dashboard/loop/ports';
import type { Places } from '../places/openPlaces';
import type { PodEntry } from '../podList/podList';

/** `viewing`: see `DashboardPorts`. `env`: tells whether the dashboard is in a Pod. Ends with `lost`; never errors. */
export function watchTile(
  places: Pick<Places, 'of'>,
  entry: PodEntry,
  viewing: boolean,
  env: NodeJS.ProcessEnv,
): Observable<TileFeed> {
  const place = places.of(entry.id);
  if ('kind' in place) return of({ kind: 'lost', reason: place.message });
  if (!entry.extensions.includes('screen')) return place.watchConversation(entry, { viewing, endFirst: true });
  const feed = place.watchScreen(entry);
  const inside = podAround(env);
  if (inside === null || entry.socketPath === null) return feed;
  const request = { podName: entry.id.name, target: entry.socketPath, inside };
  return withoutCircle(feed, () => circleFault(request, 'dashboard'));
}

/** Once more behind its first screen: another dashboard may have opened at the same moment. */
function withoutCircle(feed: Observable<TileFeed>, look: () => Promise<string | null>): Observable<TileFeed> {
  const fault$ = defer(() => from(look())).pipe(
    map((reason): TileFeed | null => (reason === null ? null : { kind: 'lost', reason })),
  );
  return fault$.pipe(
    switchMap((fault) => {
      if (fault !== null) return of(fault);
      const shown = feed.pipe(share());
      const late = shown.pipe(
        take(1),
        switchMap(() => fault$),
        filter((found) => found !== null),
      );
      return merge(late, shown).pipe(takeWhile(({ kind }) => kind !== 'lost', true));
    }),
  );
}
