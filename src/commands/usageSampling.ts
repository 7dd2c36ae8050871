// What the Pods of this machine use of it, asked of the system when somebody wants to see it.
import os from 'node:os';
import type { DashboardPorts } from '../dashboard/loop/ports';
import type { PodEntry } from '../podList/podList';
import type { Home } from '../protocol/homePaths';
import { readRegistry } from '../store/readRegistry';
import { PodUsageSampler } from '../streams/podUsageSampler';

/** Each call is one look; what a Pod has used since the call before is its share of a processor. */
export function usageSampling(homes: readonly Home[]): DashboardPorts['sampleUsage'] {
  const sampler = new PodUsageSampler();
  return async (entries) => {
    const pids = new Map(homes.flatMap((home) => podPids(home, entries)));
    return { pods: sampler.sample(pids), totalMemory: os.totalmem() };
  };
}

/** The processes that the registry of a home names for these Pods, by key. */
function podPids(home: Home, entries: readonly PodEntry[]): readonly [string, number][] {
  const { value } = readRegistry(home.registry);
  const table = value.kind === 'read' ? (value.table ?? []) : [];
  const wanted = new Map(entries.filter(({ id }) => id.place === home.data).map(({ id, key }) => [id.name, key]));
  return table.flatMap(({ pod_name, pid }): [string, number][] => {
    const key = wanted.get(pod_name);
    return key === undefined ? [] : [[key, pid]];
  });
}
