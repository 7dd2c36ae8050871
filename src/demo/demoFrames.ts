// The demo without a terminal: waits until every Pod is up, then gives the grid and the picker as plain text.

import {
  catchError,
  combineLatest,
  distinctUntilChanged,
  EMPTY,
  filter,
  firstValueFrom,
  map,
  type Observable,
  of,
  startWith,
  switchMap,
  take,
  timeout,
} from 'rxjs';
import { dialSocket } from '../client/dialSocket';
import { viewDashboard } from '../dashboard/frame/viewDashboard';
import { frameToText } from '../dashboard/kit/frameToText';
import { themeFor } from '../dashboard/kit/theme';
import { initialState } from '../dashboard/loop/initialState';
import { KEYMAP } from '../dashboard/loop/keymap';
import type { TileFeed } from '../dashboard/loop/ports';
import { reduceReport } from '../dashboard/loop/reduceReport';
import type { DashboardState } from '../dashboard/loop/state';
import type { Place, PlaceFeeds } from '../places/place';
import { entryName } from '../podList/entryName';
import type { PodEntry, PodList } from '../podList/podList';
import { hostOf } from '../podList/podPlace';
import type { HomePaths } from '../protocol/homePaths';
import { watchConversation } from '../streams/watchConversation';
import { homeSource } from '../streams/watchHome';
import { watchPods } from '../streams/watchPods';
import { watchScreen } from '../streams/watchScreen';
import type { DemoPod } from './demoPods';

/** How long the Pods may take to be up, ms. */
const UP_TIMEOUT = 30_000;
const FRAME_SIZE = { cols: 120, rows: 40 };

export interface DemoFrames {
  /** Two frames, ready to print. */
  readonly text: string;
  /** Names of the Pods that are not as they should be. */
  readonly missing: readonly string[];
}

/** Whether a Pod is as the demo means it to be: live with something on its screen, or ended and saying how. */
function isUp(pod: DemoPod, entry: PodEntry | undefined, feeds: ReadonlyMap<string, TileFeed>): boolean {
  if (entry === undefined) return false;
  if (pod.settlesAs === 'stopped') return entry.state === 'stopped' && entry.lastExit !== null;
  if (pod.settlesAs === 'quiet' && entry.status !== 'idle') return false;
  if (pod.settlesAs === 'asking' && entry.attention?.kind !== 'permission') return false;
  return entry.state === 'live' && isShown(feeds.get(entry.key));
}

function isShown(feed: TileFeed | undefined): boolean {
  if (feed?.kind === 'screen') return feed.screen.lines.some((row) => row.length > 0);
  return feed?.kind === 'conversation' && feed.conversation.blocks.length > 1;
}

/** Null until the Pod has said whether it has a screen. */
function watchFeed(entry: PodEntry, feedsOf: FeedsOf): Observable<TileFeed> | null {
  if (entry.socketPath === null || entry.extensions.length === 0) return null;
  const feeds = feedsOf(entry);
  return entry.extensions.includes('screen') ? feeds.watchScreen(entry) : feeds.watchConversation(entry);
}

type FeedsOf = (entry: PodEntry) => Pick<PlaceFeeds, 'watchScreen' | 'watchConversation'>;

/** Of Pods whose sockets are on this machine. */
const FEEDS_HERE: ReturnType<FeedsOf> = {
  watchScreen: ({ socketPath }) => watchScreen(dialSocket(socketPath ?? '')),
  watchConversation: ({ socketPath }) => watchConversation(dialSocket(socketPath ?? '')),
};

/** What all live Pods show, by key; opened anew only when a Pod comes or goes, not with each change of a status. */
function watchFeeds(list$: Observable<PodList>, feedsOf: FeedsOf): Observable<ReadonlyMap<string, TileFeed>> {
  const nothingYet: TileFeed = { kind: 'lost', reason: 'nothing seen yet' };
  return list$.pipe(
    map(({ entries }) => entries.filter((entry) => watchFeed(entry, feedsOf) !== null)),
    distinctUntilChanged((a, b) => a.length === b.length && a.every(({ key }, index) => key === b[index]?.key)),
    switchMap((entries) => {
      const feeds = entries.map((entry) =>
        (watchFeed(entry, feedsOf) ?? EMPTY).pipe(
          startWith(nothingYet),
          map((feed) => [entry.key, feed] as const),
        ),
      );
      return feeds.length === 0 ? of([]) : combineLatest(feeds);
    }),
    map((pairs) => new Map(pairs)),
  );
}

/** Resolves when all `pods` are up (those of `hosts` as `HOST/NAME`), or after a bound with what there is by then. */
export async function demoFrames(
  home: HomePaths,
  pods: readonly DemoPod[],
  cwd: string,
  hosts: readonly Place[] = [],
): Promise<DemoFrames> {
  let seen: { list: PodList; feeds: ReadonlyMap<string, TileFeed> } | null = null;
  const missing = () =>
    pods.filter((pod) => {
      const entry = seen?.list.entries.find((each) => entryName(each) === pod.name);
      return !isUp(pod, entry, seen?.feeds ?? new Map());
    });
  const list$ = watchPods([homeSource(home), ...hosts]);
  const feedsOf: FeedsOf = ({ id }) => hosts.find((host) => host.id === hostOf(id)) ?? FEEDS_HERE;
  const up$ = combineLatest([list$, watchFeeds(list$, feedsOf)]).pipe(
    map(([list, feeds]) => {
      seen = { list, feeds };
      return missing().length === 0;
    }),
    filter((isComplete) => isComplete),
    take(1),
    timeout(UP_TIMEOUT),
    catchError(() => of(false)),
  );
  await firstValueFrom(up$, { defaultValue: false });
  const { list, feeds } = seen ?? { list: null, feeds: new Map<string, TileFeed>() };
  const text = (['grid', 'picker'] as const).map((mode) => frameText(mode, cwd, list, feeds)).join('\n\n');
  return { text, missing: missing().map(({ name }) => name) };
}

function frameText(
  mode: 'grid' | 'picker',
  cwd: string,
  list: PodList | null,
  feeds: ReadonlyMap<string, TileFeed>,
): string {
  let state: DashboardState = initialState({ mode, cwd, theme: themeFor(false), keymap: KEYMAP, size: FRAME_SIZE });
  if (list !== null) state = reduceReport(state, { kind: 'list', list }).state;
  for (const [key, feed] of feeds) state = reduceReport(state, { kind: 'feed', key, feed }).state;
  return frameToText(viewDashboard(state, Date.now()));
}
