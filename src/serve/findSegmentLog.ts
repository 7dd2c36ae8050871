// Which log a Pod has, or (a segment is named) had in an earlier start of its session.
import path from 'node:path';
import { failure, type Outcome } from '../actions/actionFailure';
import type { PodLog } from '../actions/findLog';
import type { Place } from '../places/place';
import type { PodEntry } from '../podList/podList';

/** Only among the files of the Pod's own session: a name from elsewhere is never a path. */
export async function findSegmentLog(
  place: Place,
  entry: PodEntry,
  segment: string | undefined,
): Promise<Outcome<{ readonly log: PodLog }>> {
  const now = await place.findLog(entry.id);
  if (segment === undefined || (now.kind === 'done' && now.log.segmentId === segment)) return now;
  const files = place.listOutput(entry).filter(({ path: file }) => segmentOf(file) === segment);
  const [found] = files;
  if (found === undefined) return failure('not-found', 'Nothing of that start is kept any more.');
  const directory = path.dirname(found.path);
  const at = (ending: string) => path.join(directory, `${segment}${ending}`);
  const isRecorded = files.some(({ kind }) => kind === 'recording');
  const holds = isRecorded ? 'terminal' : 'conversation';
  const log = {
    file: at('.jsonl'),
    cast: at('.cast'),
    isRecorded,
    holds,
    sessionId: path.basename(directory),
  } as const;
  return { kind: 'done', log: { ...log, segmentId: segment } };
}

function segmentOf(file: string): string {
  return path.basename(file).replace(/\.(?:jsonl|cast|cast\.1)$/, '');
}
