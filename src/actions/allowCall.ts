// How often the user may be called: a Pod that rings all the time is heard once in a while, and all together not too often.

/** Times (Unix ms) of the calls that still count, oldest first, and the last one of each Pod. */
export interface NotifyHistory {
  readonly recent: readonly number[];
  readonly lastOf: ReadonlyMap<string, number>;
}

export const NO_CALLS: NotifyHistory = { recent: [], lastOf: new Map() };

/** One Pod is told of at most once in this time, ms. */
const POD_PAUSE = 10_000;
/** All Pods together: at most so many calls in so many ms. */
const WINDOW = 60_000;
const MOST_IN_WINDOW = 6;

/** The history with this call in it; null: the call is one too many. Pure: `now` is Unix ms. */
export function allowCall(history: NotifyHistory, podKey: string, now: number): NotifyHistory | null {
  const recent = history.recent.filter((at) => now - at < WINDOW && at <= now);
  const last = history.lastOf.get(podKey);
  if (recent.length >= MOST_IN_WINDOW || (last !== undefined && last <= now && now - last < POD_PAUSE)) return null;
  const lastOf = new Map([...history.lastOf].filter(([, at]) => now - at < POD_PAUSE)).set(podKey, now);
  return { recent: [...recent, now], lastOf };
}
