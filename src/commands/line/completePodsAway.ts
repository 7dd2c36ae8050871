// The names of Pods on other hosts that a shell offers, as `HOST/NAME`: as they were told last, and of the host that is being typed as they are.
import { displayName } from '../../cells/displayText';
import { hostFacts } from '../../hosts/hostFacts';
import { readLastSeenFacts } from '../../hosts/lastSeenFacts';
import { buildPodList } from '../../podList/buildPodList';
import { eligibility } from '../../podList/eligibility';
import { entryName } from '../../podList/entryName';
import type { PodAction } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';
import { hostOf } from '../../podList/podPlace';
import { readPodList } from '../findPod';
import type { PodContext } from '../foundPod';
import { type HostLastSeen, hostsLastSeen } from '../hostsLastSeen';
import { hostWord } from '../hostWords';

/** A Tab waits no longer for a host, ms. */
const PATIENCE_MS = 1500;

type Offered = readonly (readonly [word: string, describe: string])[];

/** Those that `action` can be done with; null: all. */
export async function completePodsAway(
  context: PodContext,
  action: PodAction | null,
  current: string,
): Promise<Offered> {
  const { config, homes } = context;
  const hosts = hostsLastSeen(config, homes[0].data).filter(({ name }) => couldBe(name, current));
  const asked = hostWord(`${current}x`)?.host ?? null;
  // A fleet may have hosts of which nothing is kept.
  const isAsked = asked !== null && (config.fleet !== null || hosts.some(({ name }) => name === asked));
  const entries = isAsked ? await entriesNow(context, asked) : hosts.flatMap(lastSeen);
  const fitting = entries.filter((entry) => action === null || eligibility(entry, action).allowed);
  return fitting.map((entry) => [displayName(entryName(entry)), entry.state]);
}

function couldBe(host: string, current: string): boolean {
  return `${host}/`.startsWith(current) || current.startsWith(`${host}/`);
}

/** Of one that is not reached, what is known. */
async function entriesNow(context: PodContext, host: string): Promise<readonly PodEntry[]> {
  const hosts = await context.openHosts?.();
  if (hosts === undefined) return [];
  hosts.lookOnceMs = PATIENCE_MS;
  const { entries } = await readPodList({ ...context, openHosts: async () => hosts }, [`${host}/x`]);
  await hosts.close();
  return entries.filter(({ id }) => hostOf(id) === host);
}

function lastSeen({ name, file }: HostLastSeen): readonly PodEntry[] {
  const kept = readLastSeenFacts(file);
  return kept === null ? [] : buildPodList(hostFacts(name, 0)(kept.rows)).entries;
}
