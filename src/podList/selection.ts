// Which Pod is selected: an identity, never a row number, and "none" is a value.
import type { PodEntry } from './podList';

/** The key of the selected Pod, or null: nothing is selected, and stays so until the user selects. */
export type Selection = string | null;

/** A row that can be selected: a Pod's, or the head of a folded group. */
export interface Selectable {
  readonly key: string;
}

export type SelectionMove = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp';

/** The selected row, or null. */
export function selectedAmong(entries: readonly PodEntry[], selection: Selection): PodEntry | null {
  if (selection === null) return null;
  const before = lastFound.get(entries);
  if (before?.selection === selection) return before.entry;
  const entry = entries.find(({ key }) => key === selection) ?? null;
  lastFound.set(entries, { selection, entry });
  return entry;
}

/** A list never changes, is asked many times a key, and may be a hundred thousand long. */
const lastFound = new WeakMap<readonly PodEntry[], { readonly selection: string; readonly entry: PodEntry | null }>();

/**
 * The selection after the rows changed from `before` to `after`: it stays with its Pod wherever that row went; if the
 * Pod is gone, the nearest row of `before` that is still there (the following ones first), else the first row.
 */
export function keepSelection(
  selection: Selection,
  before: readonly Selectable[],
  after: readonly Selectable[],
): Selection {
  if (selection === null) return null;
  if (after.some((entry) => entry.key === selection)) return selection;
  const present = new Set(after.map((entry) => entry.key));
  const at = before.findIndex((entry) => entry.key === selection);
  const candidates = at < 0 ? [] : [...before.slice(at + 1), ...before.slice(0, at).reverse()];
  return candidates.find((entry) => present.has(entry.key))?.key ?? after[0]?.key ?? null;
}

/**
 * The selection after a move over the visible rows, stopping at both ends. From "none" (or from a row that is not
 * among `entries`) a move forward selects the first row and one backward the last.
 * `pageSize`: rows a page move goes.
 */
export function moveSelection(
  entries: readonly Selectable[],
  selection: Selection,
  move: SelectionMove,
  pageSize = 10,
): Selection {
  const last = entries.length - 1;
  const at = entries.findIndex((entry) => entry.key === selection);
  const target = {
    first: 0,
    last,
    next: at < 0 ? 0 : at + 1,
    previous: at < 0 ? last : at - 1,
    pageDown: at < 0 ? 0 : at + pageSize,
    pageUp: at < 0 ? last : at - pageSize,
  }[move];
  return entries[Math.min(Math.max(target, 0), last)]?.key ?? null;
}
