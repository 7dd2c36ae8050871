// All Pods of a host in a few figures, for whoever looks at so many hosts that he cannot have each row.
import type { AttentionKind, HostFact, HostSummary } from './podFacts';
import type { PodEntry } from './podList';

export interface SummarizedHost {
  readonly fact: HostFact;
  /** As far as it can be relied on. */
  readonly summary: HostSummary;
}

/** The most urgent first. */
const URGENCY: readonly AttentionKind[] = ['permission', 'failed', 'notification', 'bell', 'finished'];

export const NO_PODS: HostSummary = { pods: 0, live: 0, running: 0, calls: 0, worst: null, updatedAt: 0 };

/** What was put away, and sessions of other programs, count for nothing. */
export function summarizePods(entries: readonly PodEntry[]): HostSummary {
  return entries.reduce((sum, entry) => (isCounted(entry) ? added(sum, summaryOf(entry)) : sum), NO_PODS);
}

/** Of all hosts whose Pods are not in the list; who is not reached calls nobody, and nothing of his lives for certain. */
export function summarizeHosts(hosts: readonly HostFact[]): HostSummary {
  return hosts.reduce((sum, host) => {
    const { summary } = host;
    return summary === undefined ? sum : added(sum, knownSummary(host, summary));
  }, NO_PODS);
}

/** A summary as far as it can be relied on: it is as old as the last word of its host. */
export function knownSummary({ state }: Pick<HostFact, 'state'>, summary: HostSummary): HostSummary {
  const isReached = state === 'reached' || state === 'stalled';
  return isReached ? summary : { ...summary, live: 0, running: 0, calls: 0, worst: null };
}

function isCounted({ foreign, isArchived, state }: PodEntry): boolean {
  return foreign === undefined && (!isArchived || state === 'live');
}

function summaryOf({ state, status, attention, updatedAt }: PodEntry): HostSummary {
  const isLive = state === 'live';
  return {
    pods: 1,
    live: Number(isLive),
    running: Number(isLive && status === 'running'),
    calls: Number(attention !== null),
    worst: attention?.kind ?? null,
    updatedAt,
  };
}

function added(a: HostSummary, b: HostSummary): HostSummary {
  return {
    pods: a.pods + b.pods,
    live: a.live + b.live,
    running: a.running + b.running,
    calls: a.calls + b.calls,
    worst: worse(a.worst, b.worst),
    updatedAt: Math.max(a.updatedAt, b.updatedAt),
  };
}

function worse(a: AttentionKind | null, b: AttentionKind | null): AttentionKind | null {
  return URGENCY.find((kind) => kind === a || kind === b) ?? null;
}
