// Whether a stopped Pod can be started again from what is stored, and if not, why.

import type { StoredPod } from './podFacts';
import type { Diagnostic } from './podList';
import { trimText } from './previews';

/** What the rest of the product says of a Pod whose socket has not yet answered or refused. */
export const STILL_PROBING = 'still checking whether it is live';

/** `reason` is null exactly where the Pod can be restored; `diagnostic` names what is wrong with the record. */
export interface Restorability {
  readonly reason: string | null;
  readonly diagnostic: Diagnostic | null;
}

const not = (kind: Diagnostic['kind'], reason: string, message = reason): Restorability => ({
  reason,
  diagnostic: { kind, message },
});

/**
 * The restore rule (formats §6, restore: level b): metadata parses, its active session names a segment, and the log of
 * that segment can be read and has at least one entry. Says nothing of liveness: a live Pod is never restorable.
 * `writer`: a live Pod that writes this log; one log has one writer.
 */
export function storedRestorability({ metadata, log, foreign, holder }: StoredPod, writer?: string): Restorability {
  // A session of another program is started again by that program: its reader says whether it can.
  if (foreign !== undefined) return { reason: foreign.reason, diagnostic: null };
  if (holder !== undefined) return not('held-elsewhere', holder.words);
  if (metadata.kind === 'corrupt') {
    const message = `its metadata is corrupt: ${trimText(metadata.error, 80)}`;
    return not('metadata-corrupt', message);
  }
  if (metadata.active === null) return not('no-active-session', 'it has no active session');
  if (metadata.active.segmentId === null) {
    return not('pending-segment', 'its session is still pending: it ended before its first turn');
  }
  if (writer !== undefined) return not('log-written', `the live Pod "${writer}" writes its session log`);
  if (log === null) return { reason: 'its session log has not been read yet', diagnostic: null };
  if (log.kind === 'missing') return not('log-missing', 'its session log is missing');
  if (log.kind === 'corrupt') return not('log-corrupt', `its session log is corrupt: ${trimText(log.error, 80)}`);
  if (!log.hasEntries) return not('log-empty', 'its session log is empty');
  return { reason: null, diagnostic: null };
}
