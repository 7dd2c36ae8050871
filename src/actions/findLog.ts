// Which log a Pod has, and what lies beside it.
import { stat } from 'node:fs/promises';
import { displayName } from '../cells/displayText';
import { type HomePaths, segmentCastPath, segmentLogPath, segmentScreenPath } from '../protocol/homePaths';
import { readMetadata } from '../store/metadataFile';
import { readAllocations } from '../store/readRegistry';
import { sessionOfSegment } from '../store/sessionFiles';
import { failure, type Outcome } from './actionFailure';

export interface PodLog {
  /** The segment log; it need not exist yet (a live Pod before its first activity). */
  readonly file: string;
  /** The recording; there need be none. */
  readonly cast: string;
  /** There is a recording as soon as something has been put out. Missing: not known. */
  readonly isRecorded?: boolean;
  /** What the Pod does: runs a program in a terminal, or holds a conversation. */
  readonly holds: 'terminal' | 'conversation';
  readonly sessionId: string;
  readonly segmentId: string;
}

/** Finds the log of the Pod's segment: the one that is running, else the recorded one. */
export async function findLog(home: HomePaths, podName: string): Promise<Outcome<{ readonly log: PodLog }>> {
  const name = displayName(podName);
  const record = readMetadata(home, podName);
  const active = record?.ok ? record.value.active : null;
  const running = (await readAllocations(home)).find((entry) => entry.pod_name === podName)?.segment_id ?? null;
  const segmentId = running ?? active?.segmentId ?? null;
  if (segmentId === null) {
    if (record !== null && !record.ok) return failure('failed', `The Pod "${name}" has no log: ${record.error}`);
    return failure('failed', `The Pod "${name}" has logged nothing: it ended before its first activity.`);
  }
  const sessionId = sessionOfSegment(home, segmentId) ?? active?.sessionId;
  if (sessionId === undefined) return failure('failed', `The Pod "${name}" has logged nothing yet.`);
  const launch = record?.ok ? record.value.launch : null;
  const screen = await stat(segmentScreenPath(home, sessionId, segmentId)).catch(() => null);
  const file = segmentLogPath(home, sessionId, segmentId);
  const cast = segmentCastPath(home, sessionId, segmentId);
  const holds = launch?.kind === 'terminal' || screen !== null ? 'terminal' : 'conversation';
  const isRecorded = launch?.kind === 'terminal' && launch.recordBytes !== 0;
  return { kind: 'done', log: { file, cast, isRecorded, holds, sessionId, segmentId } };
}
