// Which processes belong together: by terminal session, by parent, or by the Pod that they name in their environment.
import type { ProcessStat } from '../system/processStat';
import { thisSystem } from '../system/thisSystem';

/** All processes that run; the dead that nobody has waited for are none. Empty where the system has no such table. */
export function processTable(): readonly ProcessStat[] {
  return thisSystem.processTable().filter(({ state }) => state !== 'ended');
}

/** A process and all that have come from it, as far as their parents still tell. */
export function processTree(table: readonly ProcessStat[], root: number): Set<number> {
  const tree = new Set([root]);
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const { pid, parent } of table) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

/** See `System`. */
export const { startedWith } = thisSystem;
