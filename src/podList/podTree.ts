// Rows in the order of a tree: each Pod below the one that has started it.

import { podKey } from './podId';
import type { PodEntry } from './podList';

export interface TreeRow {
  readonly entry: PodEntry;
  /** 0: it stands for itself. */
  readonly depth: number;
}

/**
 * Who has started a Pod, among `entries`; null: nobody, or he is gone. A record keeps the name of then: one that has been
 * renamed since is known by what it was called before, a live one also by its socket, which stands where it did.
 */
export function parentFinder(entries: readonly PodEntry[]): (entry: PodEntry) => PodEntry | null {
  const named = new Map(entries.map((entry) => [entry.key, entry]));
  const moved = new Map(
    entries.flatMap((entry) => {
      const name = /([^/]+)\/[^/]+$/.exec(entry.socketPath ?? '')?.[1];
      return name === undefined ? [] : [[podKey({ place: entry.id.place, name }), entry] as const];
    }),
  );
  const earlier = new Map(
    entries.flatMap(({ id, launch }, at) =>
      (launch?.earlierNames ?? []).map((name) => [podKey({ place: id.place, name }), entries[at] ?? null] as const),
    ),
  );
  return ({ id, key, launch }) => {
    if (launch?.parent === undefined) return null;
    const parent = podKey({ place: id.place, name: launch.parent });
    const found = named.get(parent) ?? moved.get(parent) ?? earlier.get(parent) ?? null;
    return found?.key === key ? null : found;
  };
}

/** Pods without a parent among the entries keep their order, and so do the children of one. No row is lost to a circle. */
export function orderTree(entries: readonly PodEntry[]): readonly TreeRow[] {
  const parentOf = parentFinder(entries);
  const children = new Map<string | null, PodEntry[]>();
  for (const entry of entries) {
    const parent = parentOf(entry)?.key ?? null;
    children.set(parent, [...(children.get(parent) ?? []), entry]);
  }
  const rows: TreeRow[] = [];
  const placed = new Set<string>();
  const place = (entry: PodEntry, depth: number): void => {
    if (placed.has(entry.key)) return;
    placed.add(entry.key);
    rows.push({ entry, depth });
    for (const child of children.get(entry.key) ?? []) place(child, depth + 1);
  };
  for (const entry of children.get(null) ?? []) place(entry, 0);
  for (const entry of entries) place(entry, 0);
  return rows;
}
