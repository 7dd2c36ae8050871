// Whose record says that a process has it while no socket of it answers: such a process ends without a word.
import { combineLatest, distinctUntilChanged, from, map, type Observable, of, switchMap, timer } from 'rxjs';
import type { LivePod, StoredPod } from '../podList/podFacts';
import { sameValue } from '../podList/sameValue';
import type { SourceSnapshot } from './sourceSnapshot';

/** The end of a process that is not our child has no event of its own, ms. */
const LOOK_AGAIN_MS = 2000;

/** The names to look at again: at once when the last socket falls silent, then every 2 s for as long as one is held so. */
export function watchSilentHolders(
  stored$: Observable<SourceSnapshot<StoredPod>>,
  live$: Observable<SourceSnapshot<LivePod>>,
): Observable<string> {
  return combineLatest([stored$, live$]).pipe(
    map(([stored, live]) => silentNames(stored.facts, live.facts)),
    distinctUntilChanged((a, b) => sameValue(a, b)),
    switchMap((names) => (names.length === 0 ? of([]) : timer(0, LOOK_AGAIN_MS).pipe(map(() => names)))),
    switchMap((names) => from(names)),
  );
}

function silentNames(stored: readonly StoredPod[], live: readonly LivePod[]): string[] {
  const answering = new Set(live.filter(({ reach }) => reach !== 'unreachable').map(({ id }) => id.name));
  return stored.filter(({ id, holder }) => holder !== undefined && !answering.has(id.name)).map(({ id }) => id.name);
}
