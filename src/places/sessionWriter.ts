// Who has a session open now, in a Pod of ours or elsewhere, and how that is said to who would be its second writer.
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import { commandText } from '../podList/commandText';
import type { LaunchRecord } from '../podList/podFacts';
import type { HomePaths } from '../protocol/homePaths';
import type { Allocation } from '../protocol/registryTable';
import { readMetadata } from '../store/metadataFile';
import { podHeld } from '../store/podLock';
import { readAllocations } from '../store/readRegistry';
import { withAncestors } from './foreign/processFacts';
import { mayHoldSession, type StartedPod } from './mayHoldSession';
import { whereRun } from './multiplexers/whereRun';
import { sessionIds } from './sessionIds';
import { whereWords } from './sessionWhereabouts';

/** A live Pod of ours. */
export interface WritingPod {
  readonly allocation: Allocation;
  readonly holds: StartedPod['kind'];
}

/** What is started, and where. */
export type StartedIn = StartedPod & Pick<LaunchRecord, 'cwd'>;

interface PodWish {
  /** By name. */
  readonly except?: string;
  readonly only?: 'agent';
  /** Whether one that names none of the ids goes on with the session all the same. `pid`: the Pod's. */
  readonly isTwin?: (launch: StartedIn, pid: number) => boolean;
}

/** The Pod of ours within which a process runs: a session that was begun there. */
export async function podOfProcess(pid: number, home: HomePaths): Promise<Allocation | null> {
  const above = new Set(withAncestors(pid).map((facts) => facts.pid));
  return (await readAllocations(home)).find((allocation) => above.has(allocation.pid)) ?? null;
}

/** The Pod of ours that lives and goes on with one of these sessions, which its tool may not tell; null: none but perhaps `except`. */
export async function podWriting(
  ids: readonly string[],
  home: HomePaths,
  { except, only, isTwin = () => false }: PodWish = {},
): Promise<WritingPod | null> {
  if (ids.length === 0) return null;
  for (const allocation of await readAllocations(home)) {
    const { pod_name: name } = allocation;
    const record = name === except ? null : readMetadata(home, name);
    const launch = record?.ok === true ? record.value.launch : null;
    if (launch === null || !mayHoldSession(launch) || (only ?? launch.kind) !== launch.kind) continue;
    const active = record?.ok === true ? record.value.active : null;
    const others = sessionIds(launch, active === null ? null : { home, ...active });
    const writes = others.some((id) => ids.includes(id)) || isTwin(launch, allocation.pid);
    if (writes && podHeld(home, name) !== null) {
      return { allocation, holds: launch.kind };
    }
  }
  return null;
}

/** Sentences: where it runs, and what shows it. */
export async function whereText(pid: number, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const place = (await whereRun([pid], env)).get(pid);
  const where = place === undefined ? '' : whereWords(place);
  const text = `${`The session runs in process ${pid} ${where}`.trimEnd()}. ${DAMAGE}`;
  return place?.show == null ? text : `${text} Show it: ${commandText(place.show)}`;
}

/** The same of one that runs in a Pod of ours; `pid` null: its process there is not known. */
export function wherePodText(podName: string, pid: number | null): string {
  const process = pid === null ? '' : `process ${pid} in `;
  return `The session runs in ${process}the Pod "${displayName(podName)}". ${DAMAGE} Attach to it: podwatch attach ${commandName(podName)}`;
}

const DAMAGE = 'Two writers would damage it.';
