// The list that the dashboard shows, and what its actions need to know of a row at the moment they run.
import path from 'node:path';
import { combineLatest, map, type Observable, tap } from 'rxjs';
import { EMPTY_POD_LIST } from '../podList/buildPodList';
import { noteHolders } from '../podList/heldSessions';
import { type PodId, podKey } from '../podList/podId';
import type { PodEntry, PodList } from '../podList/podList';
import type { FactSource } from '../streams/placeFacts';
import { watchPods } from '../streams/watchPods';
import { loadLateParts } from './loadLateParts';
import { watchInstalled } from './watchInstalled';

export interface DashboardList {
  /** Cold; to be shared by all who read it. */
  readonly podList$: Observable<PodList>;
  /** The row as it was told last; undefined: it is in no list. */
  readonly latest: (id: PodId) => PodEntry | undefined;
}

/** @param podProgram the compiled program of a Pod: what else is installed lies around it. */
export function dashboardList(sources: readonly FactSource[], podProgram: string): DashboardList {
  let list = EMPTY_POD_LIST;
  let isListed = false;
  const programs = path.resolve(path.dirname(podProgram), '..');
  const pods$ = watchPods(sources, { aheadProgram: path.join(programs, 'store', 'aheadWorker.js') }).pipe(
    tap((told) => {
      list = told;
      if (!isListed && !told.loading) loadLateParts();
      isListed ||= !told.loading;
    }),
  );
  const installed$ = watchInstalled(path.resolve(programs, '..'));
  return {
    podList$: combineLatest([pods$, installed$]).pipe(
      map(([told, note]) => withHolders(note === null ? told : withNote(told, note))),
    ),
    latest: (id) => list.entries.find(({ key }) => key === podKey(id)),
  };
}

/** A session that a Pod holds says so. */
function withHolders(list: PodList): PodList {
  const entries = noteHolders(list.entries);
  return entries === list.entries ? list : { ...list, entries };
}

/** First of all that is to be said. */
function withNote(list: PodList, message: string): PodList {
  return { ...list, problems: [{ source: 'installed', place: '', message }, ...list.problems] };
}
