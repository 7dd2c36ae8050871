// Who needs the user, as the dashboard knows it: what Pods say, failures that it has watched, less what has been seen.
import type { Attention } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly attention: {
      readonly slice: KnownAttention;
    };
  }
}

/** By Pod key; every map and set is replaced, never changed. */
export interface KnownAttention {
  /** Pods that have failed while the dashboard was open. */
  readonly failures: ReadonlyMap<string, Attention>;
  /** `since` of what has been seen: the Pod itself may take a moment to take it back. */
  readonly seen: ReadonlyMap<string, number>;
  /** Live Pods whose end is watched. */
  readonly watched: ReadonlySet<string>;
  /** Live Pods that the user has stopped, or has seen end: a failure of theirs is no news. */
  readonly expected: ReadonlySet<string>;
  /** `since` of what has been told to the user, so that nothing is told twice. */
  readonly told: ReadonlyMap<string, number>;
  /** The Pod that the jump key led to, or that was read about: the next key, whatever it does, means that it has been seen. */
  readonly jumpedTo: string | null;
}

export const NO_ATTENTION: KnownAttention = {
  failures: new Map(),
  seen: new Map(),
  watched: new Set(),
  expected: new Set(),
  told: new Map(),
  jumpedTo: null,
};

/** Why the Pod needs the user now; null = it does not, or it has been seen. An open question stays until answered. */
export function attentionOf(
  { failures, seen }: Pick<KnownAttention, 'failures' | 'seen'>,
  entry: PodEntry,
): Attention | null {
  const said = entry.attention;
  if (said === null) return failures.get(entry.key) ?? null;
  if (said.kind === 'permission') return said;
  const seenAt = seen.get(entry.key);
  return seenAt !== undefined && said.since <= seenAt ? null : said;
}
