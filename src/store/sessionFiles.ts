// What lies in `sessions/`: which sessions there are, and which of them holds a segment's log (formats §6, live summary).
import path from 'node:path';
import type { HomePaths } from '../protocol/homePaths';
import { namesIn } from './namesIn';

const LOG = '.jsonl';

/** Newest first: ids begin with their time, and what is sought is seldom in an old one. None where it cannot be listed. */
export function listSessions(home: HomePaths): string[] {
  return namesIn(home.sessions).sort().reverse();
}

/** The ids of the segments whose logs lie in the session's directory. */
export function segmentsOf(home: HomePaths, sessionId: string): string[] {
  // A trace gives an id that ends in ".trace", which no segment has.
  return namesIn(path.join(home.sessions, sessionId)).flatMap((name) =>
    name.endsWith(LOG) ? [name.slice(0, -LOG.length)] : [],
  );
}

/** The session whose directory holds the segment's log; null: none does (yet). */
export function sessionOfSegment(home: HomePaths, segmentId: string): string | null {
  return listSessions(home).find((sessionId) => segmentsOf(home, sessionId).includes(segmentId)) ?? null;
}
