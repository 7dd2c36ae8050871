// What the processes of live Pods use: one pass over the system's table of processes for all of them.
import { readdirSync, readFileSync } from 'node:fs';
import type { PodUsage } from '../podList/columns';

interface ProcessUse {
  readonly parent: number;
  /** In clock ticks. */
  readonly ticks: number;
  /** In pages. */
  readonly pages: number;
}

/** What Linux counts in, whatever the machine (`getconf CLK_TCK`, `getconf PAGESIZE` where they are not these are rare). */
const TICKS_A_SECOND = 100;
const PAGE = 4096;

/** Remembers what it has seen, so that the next look can tell what was used in between. */
export class PodUsageSampler {
  private before: { readonly at: number; readonly ticks: ReadonlyMap<number, number> } | null = null;

  /** `roots`: the process of each Pod by any key. Of one that is gone nothing is said; empty where there is no `/proc`. */
  sample(roots: ReadonlyMap<string, number>): Map<string, PodUsage> {
    const now = performance.now();
    const table = processUses();
    const children = childrenOf(table);
    const { before } = this;
    const seconds = before === null ? null : Math.max(0.001, (now - before.at) / 1000);
    const found = new Map<string, PodUsage>();
    for (const [key, root] of roots) {
      if (!table.has(root)) continue;
      let pages = 0;
      let ticks = 0;
      for (const pid of treeOf(root, children)) {
        const use = table.get(pid);
        pages += use?.pages ?? 0;
        // What a process had used before it was first seen was used in an unknown time.
        ticks += Math.max(0, (use?.ticks ?? 0) - (before?.ticks.get(pid) ?? use?.ticks ?? 0));
      }
      const cpu = seconds === null ? null : (100 * ticks) / TICKS_A_SECOND / seconds;
      found.set(key, { cpu, memory: pages * PAGE });
    }
    this.before = { at: now, ticks: new Map([...table].map(([pid, use]) => [pid, use.ticks])) };
    return found;
  }
}

function processUses(): ReadonlyMap<number, ProcessUse> {
  const table = new Map<number, ProcessUse>();
  for (const name of processNames()) {
    const use = readUse(name);
    if (use !== null) table.set(Number(name), use);
  }
  return table;
}

function processNames(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** `pid (name) state ppid …`: the 14th and 15th field are ticks in user and system mode, the 24th pages in memory. */
function readUse(pid: string): ProcessUse | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), pages: Number(fields[21]) };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

function childrenOf(table: ReadonlyMap<number, ProcessUse>): ReadonlyMap<number, readonly number[]> {
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
