// The order of many times by a sort of the engine's own: one with a comparison of ours keeps a key waiting.

/** Of a product of a time and a place among so many, exactly. */
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * The places (from 0) of `times` (Unix ms, finite), the latest first; equal ones in their order. Of times that lie centuries apart
 * those within some ms of each other may change places.
 */
export function newestFirst(times: readonly number[]): readonly number[] {
  const count = times.length;
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < oldest) oldest = time;
    if (time > newest) newest = time;
  }
  const step = Math.max(1, Math.ceil(((newest - oldest + 1) * count) / MOST));
  const keys = new Float64Array(count);
  for (let at = 0; at < count; at += 1) keys[at] = Math.floor((newest - (times[at] ?? 0)) / step) * count + at;
  return Array.from(keys.sort(), (key) => key % count);
}
