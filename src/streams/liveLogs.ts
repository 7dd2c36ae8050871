// The logs of the segments that run now: from the store's facts where those have them, else sought in the sessions.
import { combineLatest, distinctUntilChanged, filter, map, merge, type Observable, of, switchMap } from 'rxjs';
import type { LogFact, StoredPod } from '../podList/podFacts';
import { sameValue } from '../podList/sameValue';
import type { HomePaths } from '../protocol/homePaths';
import type { DirectoryChanges } from './directoryWatches';
import { findSegments } from './findSegments';
import type { SegmentLogs } from './segmentLogs';
import type { SourceSnapshot } from './sourceSnapshot';

interface LiveLog {
  readonly sessionId: string;
  readonly fact: LogFact;
}

export interface LiveLogs {
  /** By segment id; a live pending Pod's has none. */
  readonly logs: ReadonlyMap<string, LiveLog>;
  readonly loading: boolean;
}

/** Nothing is sought before the store has spoken, and nothing that it already knows. */
export function watchLiveLogs(
  home: HomePaths,
  segmentIds$: Observable<ReadonlySet<string>>,
  stored$: Observable<SourceSnapshot<StoredPod>>,
  segments: SegmentLogs,
  changes: DirectoryChanges,
): Observable<LiveLogs> {
  const known$ = combineLatest([segmentIds$, stored$.pipe(filter(({ loading }) => !loading))]).pipe(
    map(([wanted, { facts }]) => ({ wanted, known: storedLogs(wanted, facts) })),
  );
  const sought$ = known$.pipe(
    map(({ wanted, known }) => new Set([...wanted].filter((segmentId) => !known.has(segmentId)))),
    distinctUntilChanged((a, b) => sameValue([...a], [...b])),
  );
  const found$ = watchFound(findSegments(home, sought$, changes), segments);
  return combineLatest([known$, found$]).pipe(
    map(([{ known }, found]) => ({ logs: new Map([...found.logs, ...known]), loading: found.loading })),
  );
}

function storedLogs(wanted: ReadonlySet<string>, stored: readonly StoredPod[]): Map<string, LiveLog> {
  const logs = new Map<string, LiveLog>();
  if (wanted.size === 0) return logs;
  for (const { metadata, log } of stored) {
    const active = metadata.kind === 'ok' ? metadata.active : null;
    if (active === null || active.segmentId === null || log === null || log.kind === 'missing') continue;
    if (wanted.has(active.segmentId)) logs.set(active.segmentId, { sessionId: active.sessionId, fact: log });
  }
  return logs;
}

function watchFound(found$: ReturnType<typeof findSegments>, segments: SegmentLogs): Observable<LiveLogs> {
  return found$.pipe(
    switchMap(({ sessions, searching }) => {
      const found = [...sessions];
      const hints = found.map(([segmentId, sessionId]) => segments.changes(sessionId, segmentId));
      return merge(...hints, of(null)).pipe(
        map(() => ({
          logs: new Map(
            found.map(([segmentId, sessionId]) => [
              segmentId,
              { sessionId, fact: segments.read(sessionId, segmentId) },
            ]),
          ),
          loading: searching,
        })),
      );
    }),
  );
}
