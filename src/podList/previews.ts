// The words a row shows where a log has none, and the preview of each kind of fact (formats §4, §6).
import type { LogFact, StoredPod } from './podFacts';

export const PENDING_SEGMENT = '[pending segment]';
export const LIVE_PENDING_SEGMENT = '[live, pending segment]';
const EMPTY = '[empty]';
const CORRUPT_SEGMENT = '[corrupt segment]';

/** Where there is none, a unit is a code point. */
const SURROGATE = /[\ud800-\udfff]/;

/** One line of at most `limit` code points; longer text ends in `…`, which counts. Only `\n` becomes a space (formats §4). */
export function trimText(text: string, limit: number): string {
  // Two units a code point at most, so a text of megabytes is never spread whole.
  const head = text.slice(0, 2 * (limit + 1)).replaceAll('\n', ' ');
  if (!SURROGATE.test(head)) return head.length <= limit ? head : `${head.slice(0, limit - 1)}…`;
  const points = [...head];
  return points.length <= limit ? points.join('') : `${points.slice(0, limit - 1).join('')}…`;
}

/** The preview a log gives; a missing log reads like a corrupt one (formats §4). */
export function logPreview(log: LogFact): string {
  return log.kind === 'readable' ? (log.preview ?? EMPTY) : CORRUPT_SEGMENT;
}

/** The preview the store alone gives; null where there is nothing to say (no active session, log not read). */
export function storedPreview({ metadata, log, foreign }: StoredPod): string | null {
  if (foreign !== undefined) return log?.kind === 'readable' ? log.preview : null;
  if (metadata.kind === 'corrupt') return `metadata: ${trimText(metadata.error, 48)}`;
  if (metadata.active === null) return null;
  if (metadata.active.segmentId === null) return PENDING_SEGMENT;
  return log === null ? null : logPreview(log);
}
