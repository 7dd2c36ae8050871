// All hosts of a fleet as one source of facts: however many there are, and whoever comes later.
import { audit, concat, defer, distinctUntilChanged, filter, map, merge, type Observable, of, take, timer } from 'rxjs';
import { hostFaultSentence } from '../../hosts/hostFaultSentence';
import type { FleetLink } from '../../hosts/nats/fleetLink';
import type { ViewerFleet } from '../../hosts/nats/viewerFleet';
import { sameValue } from '../../podList/sameValue';
import { type FactSource, LOADING_PLACE, type PlaceSnapshot } from '../../streams/placeFacts';
import { hostSnapshots, lateSnapshot } from './hostPlace';

/** Changes that come together are shown together, ms. */
export const TOGETHER_MS = 40;

export interface FleetView {
  readonly fleet: ViewerFleet;
  /** This machine, or one that is there in another way already. */
  readonly isHidden: (link: FleetLink) => boolean;
  /** Only these hosts; null: all that are known. */
  readonly names: readonly string[] | null;
  /** How long who looks once waits, ms. */
  readonly lookOnceMs: () => number;
}

export function fleetSource(view: FleetView): FactSource {
  return {
    id: 'fleet',
    watch: ({ isOnce }) => (isOnce === true ? lookOnce(view) : watchFleet(view)),
  };
}

function watchFleet(view: FleetView): Observable<PlaceSnapshot> {
  return defer(() => {
    const { fleet } = view;
    const makers = new WeakMap<FleetLink, () => PlaceSnapshot>();
    for (const name of view.names ?? []) fleet.open(name);
    fleet.begin();
    return merge(of(null), fleet.changed$.pipe(audit(() => timer(TOGETHER_MS)))).pipe(
      map(() => snapshotOf(view, makers)),
      distinctUntilChanged(),
    );
  });
}

/** Until it is known how all of them stand, or the time is over. */
function lookOnce(view: FleetView): Observable<PlaceSnapshot> {
  return defer(() => {
    const isSettled = (): boolean =>
      view.names === null ? view.fleet.isSettled : view.names.every((name) => isAnswered(view.fleet, name));
    const settled$ = watchFleet(view).pipe(filter(isSettled));
    const late$ = timer(view.lookOnceMs());
    return concat(
      of(LOADING_PLACE),
      merge(settled$, late$).pipe(
        take(1),
        map(() => ({ ...snapshotOf(view, new WeakMap(), view.lookOnceMs()), loading: false })),
      ),
    );
  });
}

/** Its Pods are known, or why they are not. */
function isAnswered(fleet: ViewerFleet, name: string): boolean {
  const { state } = fleet.link(name).fact$.value;
  return state !== 'connecting' && (fleet.isRead(name) || fleet.fault !== null || state === 'needs-you');
}

/** `lateMs`: who has not answered by now, after so long, does not answer. */
function snapshotOf(
  view: FleetView,
  makers: WeakMap<FleetLink, () => PlaceSnapshot>,
  lateMs: number | null = null,
): PlaceSnapshot {
  const { fleet, isHidden } = view;
  const parts = linksOf(view)
    .filter((link) => !isHidden(link))
    .map((link) => {
      if (lateMs !== null && link.fact$.value.state === 'connecting') return lateSnapshot(link, lateMs);
      const make = makers.get(link) ?? linkSnapshots(fleet, link);
      makers.set(link, make);
      return make();
    });
  const { fault } = fleet;
  const own = fault === null ? [] : [{ source: 'host', place: 'fleet', message: hostFaultSentence(fault) }];
  // A server that is not reached is one problem, not one of each host.
  const problems = fault === null ? parts.flatMap((part) => part.problems) : [];
  return {
    stored: parts.flatMap((part) => part.stored),
    live: parts.flatMap((part) => part.live),
    problems: [...own, ...problems],
    loading: fault === null && !fleet.isTold,
    hosts: parts.flatMap((part) => part.hosts ?? []),
    lastSeenAt: null,
  };
}

/** A summary stands for Pods that are not read; the same snapshot as long as nothing of it changes. */
function linkSnapshots(fleet: ViewerFleet, link: FleetLink): () => PlaceSnapshot {
  let read: (() => PlaceSnapshot) | null = null;
  let last: { readonly of: readonly unknown[]; readonly snapshot: PlaceSnapshot } | null = null;
  return () => {
    const summary = fleet.summaryOf(link);
    if (summary === null) {
      read ??= hostSnapshots(link);
      return read();
    }
    const fact = link.fact$.value;
    if (last?.of[0] === fact && sameValue(last.of[1], summary)) return last.snapshot;
    const none = { stored: [], live: [], problems: [], loading: false, lastSeenAt: null };
    last = { of: [fact, summary], snapshot: { ...none, hosts: [{ ...fact, summary }] } };
    return last.snapshot;
  };
}

function linksOf({ fleet, names }: FleetView): readonly FleetLink[] {
  return names === null ? fleet.hosts : names.map((name) => fleet.link(name)).filter(({ isThere }) => isThere);
}
