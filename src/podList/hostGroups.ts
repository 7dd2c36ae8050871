// Hosts whose Pods are not in the list, each as the head of a group that opens into them.
import { compareBytes } from './compareEntries';
import type { PodFilter } from './filterPods';
import { HOST_GROUP, type PodGroup } from './groupPods';
import type { HostFact, HostSummary } from './podFacts';
import { knownSummary, type SummarizedHost } from './summarizePods';

/** The host that a group's key stands for; null: it is a group of rows. */
export function summarizedHost(key: string | null): string | null {
  return key?.startsWith(HOST_GROUP) === true ? key.slice(HOST_GROUP.length) : null;
}

/**
 * Those that fit, hosts that need their user first, then those with live Pods, then by name. A search is for the host's name:
 * what its Pods are called is not known here.
 */
export function hostGroups(hosts: readonly HostFact[], filter: PodFilter): readonly PodGroup[] {
  const words = filter.search.toLowerCase().split(/\s+/);
  const groups = hosts.flatMap((fact): (PodGroup & { readonly host: SummarizedHost })[] => {
    if (fact.summary === undefined) return [];
    const summary = knownSummary(fact, fact.summary);
    if (!fits(fact, summary, filter) || !words.every((word) => fact.name.toLowerCase().includes(word))) return [];
    const { live, calls } = summary;
    return [{ key: HOST_GROUP + fact.name, directory: null, entries: [], live, calls, host: { fact, summary } }];
  });
  return groups.sort((a, b) => rank(b) - rank(a) || compareBytes(a.host.fact.name, b.host.fact.name));
}

function fits(
  { name }: HostFact,
  { pods, live, calls }: HostSummary,
  { kind, host, reach, state }: PodFilter,
): boolean {
  if (kind === 'sessions' || reach !== 'everywhere' || (host !== null && host !== name)) return false;
  switch (state) {
    case 'all':
      return true;
    case 'live':
      return live > 0;
    case 'stopped':
      return pods > live;
    case 'attention':
      return calls > 0;
  }
}

function rank({ live, calls }: PodGroup): number {
  return Number(calls > 0) * 2 + Number(live > 0);
}
