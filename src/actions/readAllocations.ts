// What claims to run in a home, read without the lock: for a look, never for a change.
import { readFile } from 'node:fs/promises';
import type { HomePaths } from '../protocol/homePaths';
import { type Allocation, parseRegistryTable } from '../protocol/registryTable';

/** An empty or broken table may be a write that is under way (formats §3): looked at again this often … */
const ATTEMPTS = 5;
/** … after so many ms. */
const RETRY_MS = 20;

/** The allocations of the registry; none where it is missing or stays unreadable. */
export async function readAllocations(home: HomePaths): Promise<readonly Allocation[]> {
  for (let attempt = 1; ; attempt += 1) {
    const text = await readFile(home.registry, 'utf8').catch(() => null);
    if (text === null) return [];
    const table = parseRegistryTable(text);
    const isTorn = !table.ok || text.trim() === '';
    if (!isTorn || attempt === ATTEMPTS) return table.ok ? table.value.allocations : [];
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
