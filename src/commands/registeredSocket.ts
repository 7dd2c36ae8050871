// Where the registry of our own home says that a Pod listens: for commands that need no look at all the others.
import { readAllocations } from '../store/readRegistry';
import type { PodContext } from './foundPod';

/** Null: no entry has that very name, or more than one home could mean it. Whether anybody answers there is for the caller to see. */
export async function registeredSocket({ homes }: PodContext, name: string): Promise<string | null> {
  if (homes.length > 1) return null;
  return (await readAllocations(homes[0])).find((entry) => entry.pod_name === name)?.socket ?? null;
}
