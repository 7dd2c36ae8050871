// What a Pod has printed, for the dashboard and an attach: its recording, else the rows that it keeps itself.
import { catchError, concatMap, defer, from, map, type Observable, of } from 'rxjs';
import type { ScrollbackOutcome } from '../dashboard/loop/ports';
import type { History } from '../history/history';
import type { Place } from '../places/place';
import type { PodEntry, PodId } from '../podList/types';
import { errorText } from '../store/fileErrors';

/** One answer, never an error. */
export function podHistory(place: Place, entry: PodEntry): Observable<ScrollbackOutcome> {
  // A live Pod that is asked writes what waits for its recording.
  const rows$ = entry.socketPath === null ? of(NO_ROWS) : place.readScrollback(entry);
  return rows$.pipe(
    concatMap((rows) =>
      defer(() => from(recorded(place, entry))).pipe(
        map((history) => history ?? rows),
        catchError((error: unknown) =>
          of<ScrollbackOutcome>(rows.kind === 'rows' ? rows : { kind: 'lost', reason: errorText(error) }),
        ),
      ),
    ),
  );
}

const NO_ROWS: ScrollbackOutcome = { kind: 'lost', reason: 'nothing of it was recorded' };

async function recorded(place: Place, entry: PodEntry): Promise<ScrollbackOutcome | null> {
  const history = await recordedHistory(place, entry.id);
  return history === null ? null : { kind: 'history', history };
}

/** Null: nothing of it was recorded. @throws file errors. */
export async function recordedHistory(place: Place, id: PodId): Promise<History | null> {
  const found = await place.findLog(id);
  if (found.kind !== 'done') return null;
  const { readHistory } = await import('../recording/readHistory');
  return readHistory(found.log.cast);
}
