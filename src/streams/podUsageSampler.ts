// What the processes of live Pods use: one pass over the system's table of processes for all of them.
import type { PodUsage } from '../podList/columns';
import type { ProcessStat } from '../system/processStat';
import { thisSystem } from '../system/thisSystem';

/** Remembers what it has seen, so that the next look can tell what was used in between. */
export class PodUsageSampler {
  private before: { readonly at: number; readonly cpuSeconds: ReadonlyMap<number, number> } | null = null;

  /** `roots`: the process of each Pod by any key. Of one that is gone nothing is said; empty where the system does not say. */
  sample(roots: ReadonlyMap<string, number>): Map<string, PodUsage> {
    const now = performance.now();
    const table = new Map(thisSystem.processTable().map((stat) => [stat.pid, stat]));
    const children = childrenOf(table);
    const { before } = this;
    const seconds = before === null ? null : Math.max(0.001, (now - before.at) / 1000);
    const found = new Map<string, PodUsage>();
    for (const [key, root] of roots) {
      if (!table.has(root)) continue;
      let memory = 0;
      let used = 0;
      for (const pid of treeOf(root, children)) {
        const use = table.get(pid);
        memory += use?.memory ?? 0;
        // What a process had used before it was first seen was used in an unknown time.
        used += Math.max(0, (use?.cpuSeconds ?? 0) - (before?.cpuSeconds.get(pid) ?? use?.cpuSeconds ?? 0));
      }
      const cpu = seconds === null ? null : (100 * used) / seconds;
      found.set(key, { cpu, memory });
    }
    this.before = { at: now, cpuSeconds: new Map([...table].map(([pid, use]) => [pid, use.cpuSeconds])) };
    return found;
  }
}

function childrenOf(table: ReadonlyMap<number, ProcessStat>): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const [pid, { parent }] of table) {
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [pid]);
    else known.push(pid);
  }
  return children;
}

function treeOf(root: number, children: ReadonlyMap<number, readonly number[]>): ReadonlySet<number> {
  const tree = new Set<number>();
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    if (tree.has(pid)) continue;
    tree.add(pid);
    waiting.push(...(children.get(pid) ?? []));
  }
  return tree;
}
