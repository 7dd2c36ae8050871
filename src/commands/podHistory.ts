// What a Pod has printed or said, for the dashboard and an attach: its recording or its log, else the rows that it keeps itself.
import path from 'node:path';
import { catchError, concatMap, defer, from, map, type Observable, of } from 'rxjs';
import type { ScrollbackOutcome } from '../dashboard/loop/ports';
import type { HistorySource } from '../dashboard/zoom/zoomState';
import type { History } from '../history/history';
import type { Place } from '../places/place';
import type { PodId } from '../podList/podId';
import type { PodEntry } from '../podList/podList';
import { hostOf } from '../podList/podPlace';
import { errorText } from '../store/fileErrors';

/** One answer, never an error. `source`: other than what the Pod has now. */
export function podHistory(place: Place, entry: PodEntry, source: HistorySource | null): Observable<ScrollbackOutcome> {
  // A live Pod that is asked writes what waits for its recording.
  const isOfRows = entry.socketPath !== null && entry.extensions.includes('scrollback');
  const rows$: Observable<ScrollbackOutcome> = isOfRows ? place.readScrollback(entry) : of(NO_ROWS);
  return rows$.pipe(
    concatMap((rows) =>
      defer(() => from(historyFrom(place, entry, source))).pipe(
        map((history): ScrollbackOutcome => (history === null ? rows : { kind: 'history', history })),
        catchError((error: unknown) =>
          of<ScrollbackOutcome>(
            rows.kind === 'rows' && source === null ? rows : { kind: 'lost', reason: errorText(error) },
          ),
        ),
      ),
    ),
  );
}

/** A path of another host is none of this one: its name says of which start it is. */
function historyFrom(place: Place, entry: PodEntry, source: HistorySource | null): Promise<History | null> {
  if (source === null) return recordedHistory(place, entry.id);
  if (hostOf(entry.id) === null) return historyOfSource(entry, source);
  const segment = path.posix.basename(source.source).replace(/\.(?:jsonl|cast|cast\.1)$/, '');
  return recordedHistory(place, entry.id, { segment, until: source.until });
}

const NO_ROWS: ScrollbackOutcome = { kind: 'lost', reason: 'nothing of it was recorded' };

/** Null: nothing of it was recorded. `segment`: see `Place.findLog`; `until`: where it ends. @throws file errors. */
export async function recordedHistory(
  place: Place,
  id: PodId,
  { segment, until = null }: { readonly segment?: string; readonly until?: number | null } = {},
): Promise<History | null> {
  const found = await place.findLog(id, undefined, segment);
  if (found.kind !== 'done') return null;
  const { file, cast, holds } = found.log;
  return holds === 'terminal' ? historyOfRecording(cast, until) : historyOfLog(file, false);
}

/** @throws file errors. */
async function historyOfSource(entry: PodEntry, { source, kind, until }: HistorySource): Promise<History | null> {
  // The older half belongs to the newer one.
  if (kind === 'recording') return historyOfRecording(source.replace(/\.cast\.1$/, '.cast'), until);
  if (kind === 'log') return historyOfLog(source, entry.socketPath !== null);
  const { sessionHistory } = await import('./printSession');
  const { tool = '', file = source } = entry.foreign ?? {};
  return sessionHistory(tool, { sessionId: entry.id.name, file });
}

async function historyOfRecording(file: string, until: number | null): Promise<History | null> {
  const { readHistory } = await import('../recording/readHistory');
  return readHistory(file, until);
}

async function historyOfLog(file: string, isLive: boolean): Promise<History | null> {
  const { loggedHistory } = await import('./conversationHistory');
  const history = await loggedHistory(file, isLive);
  return history.lines.length === 0 ? null : history;
}
