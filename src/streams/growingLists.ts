// While thousands of Pods are read, only those lists are handed on that are worth a frame: each costs what its length is.
import { asyncScheduler, map, type OperatorFunction, of, pipe, switchMap, tap, timer } from 'rxjs';
import type { PodFacts } from '../podList/podFacts';
import type { PodList } from '../podList/podList';
import { sameValue } from '../podList/sameValue';

/** A list, and the facts that it was made of. */
export interface MadeList {
  readonly facts: PodFacts;
  readonly list: PodList;
}

/** So many more rows at a time come of reading alone: whatever else happens is shown at once. */
const BULK = 1000;
/** The next one handed on is so many times as long, */
const GROWTH = 2;
/** or comes so long behind the one before, ms: of a slow disk, or where nothing comes any more while another place is waited for. */
const AT_LATEST_MS = 1000;

/** Nothing is lost by it: the whole list comes at once, and what was left out with the next one or after a second. */
export function growingLists(): OperatorFunction<MadeList, PodList> {
  let shown: MadeList | null = null;
  let shownAt = 0;
  return pipe(
    switchMap((made: MadeList) => {
      if (shown === null || !isMereGrowth(shown, made)) return of(made);
      // The clock may have been set back.
      const wait = AT_LATEST_MS - Math.max(0, asyncScheduler.now() - shownAt);
      return wait <= 0 ? of(made) : timer(wait).pipe(map(() => made));
    }),
    tap((made) => {
      shown = made;
      shownAt = asyncScheduler.now();
    }),
    map(({ list }) => list),
  );
}

function isMereGrowth(before: MadeList, { facts, list }: MadeList): boolean {
  const rows = list.entries.length - before.list.entries.length;
  if (!list.loading || rows < BULK || list.entries.length >= GROWTH * before.list.entries.length) return false;
  return (
    sameValue(facts.live, before.facts.live) &&
    sameValue(list.problems, before.list.problems) &&
    sameValue(list.hosts, before.list.hosts)
  );
}
