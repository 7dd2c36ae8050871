// The names that a shell offers where a Pod is meant: Pods, `HOME:NAME` where one name means several.
import { eligibility } from '../../podList/eligibility';
import type { PodAction } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';
import { readPodList } from '../findPod';
import type { PodContext } from '../foundPod';

type Offered = readonly (readonly [word: string, describe: string])[];

/** Those that `action` can be done with; null: all. */
export async function completePods(context: PodContext, action: PodAction | null, current: string): Promise<Offered> {
  const { entries } = await readPodList(context);
  const fitting = entries.filter((entry) => action === null || eligibility(entry, action).allowed);
  const count = new Map<string, number>();
  for (const { id } of entries) count.set(id.name, (count.get(id.name) ?? 0) + 1);
  return fitting.flatMap((entry) => {
    const withHome = inItsHome(context, entry);
    const isPlain = count.get(entry.id.name) === 1;
    const words = [...(isPlain ? [entry.id.name] : []), ...(isPlain && !hasBegun(current, withHome) ? [] : [withHome])];
    return words.map((word) => [word, entry.state] as const);
  });
}

function inItsHome({ homes }: PodContext, { id }: PodEntry): string {
  return `${homes.find(({ data }) => data === id.place)?.name ?? id.place}:${id.name}`;
}

/** The home's name is there already, with its colon. */
function hasBegun(current: string, withHome: string): boolean {
  return current.includes(':') && withHome.startsWith(current);
}
