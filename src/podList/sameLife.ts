// Whether a row is still about the same Pod: a name may have gone to another one meanwhile.
import type { PodEntry } from './podList';

/** What tells one life of a name from the next. */
export type PodLife = Pick<PodEntry, 'key' | 'state' | 'sessionId' | 'segmentId'>;

/**
 * Whether both are the same Pod at different times. Its session stays what it is, also over a stop and a restore; where
 * that is not known on both sides, the segment of what lives tells. What is not known at all tells nothing.
 */
export function sameLife(before: PodLife, now: PodLife): boolean {
  if (before.key !== now.key) return false;
  if (before.sessionId !== null && now.sessionId !== null) return before.sessionId === now.sessionId;
  if (before.state !== 'live' || now.state !== 'live') return true;
  return before.segmentId === null || now.segmentId === null || before.segmentId === now.segmentId;
}
