// Rows in the order of a tree: each Pod below the one that has started it.
import { type PodEntry, podKey } from './types';

export interface TreeRow {
  readonly entry: PodEntry;
  /** 0: it stands for itself. */
  readonly depth: number;
}

/** Pods without a parent among the entries keep their order, and so do the children of one. No row is lost to a circle. */
export function orderTree(entries: readonly PodEntry[]): readonly TreeRow[] {
  const known = new Set(entries.map(({ key }) => key));
  const children = new Map<string | null, PodEntry[]>();
  for (const entry of entries) {
    const name = entry.launch?.parent;
    const key = name === undefined ? null : podKey({ place: entry.id.place, name });
    const parent = key !== null && key !== entry.key && known.has(key) ? key : null;
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
