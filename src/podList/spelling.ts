// Names that look the same and are spelt with other characters: what tells two rows of one list apart.
import type { PodEntry } from './podList';

/** Of one name so many code points are told. */
const MAX_TOLD = 4;
const PLAIN = /^[\x20-\x7e]*$/;
/** Joiners and variation selectors: a name keeps them, and most letters look the same with them. */
const UNSEEN = /\u200c|\u200d|[\ufe00-\ufe0f]/g;
const NONE: ReadonlyMap<string, string> = new Map();

const known = new WeakMap<readonly PodEntry[], ReadonlyMap<string, string>>();

/**
 * What its name is spelt with and none of these that looks the same is: ` (U+0301)`, to stand behind it. Empty where no other
 * one looks so, and for a name of plain letters alone. Worked out once a list.
 */
export function spelling(entries: readonly PodEntry[], { id }: PodEntry): string {
  return toldOf(entries).get(id.name) ?? '';
}

/** Cells of the longest one. */
export function spellingCells(entries: readonly PodEntry[]): number {
  return Math.max(0, ...[...toldOf(entries).values()].map((told) => told.length));
}

function toldOf(entries: readonly PodEntry[]): ReadonlyMap<string, string> {
  const before = known.get(entries);
  if (before !== undefined) return before;
  const told = spellingsOf(entries);
  known.set(entries, told);
  return told;
}

/** By name. */
function spellingsOf(entries: readonly PodEntry[]): ReadonlyMap<string, string> {
  const odd = new Set<string>();
  for (const { id } of entries) if (!PLAIN.test(id.name)) odd.add(id.name);
  if (odd.size === 0) return NONE;
  const byLook = new Map<string, Set<string>>();
  for (const name of odd) {
    const look = name.replace(UNSEEN, '').normalize('NFC');
    byLook.set(look, (byLook.get(look) ?? new Set()).add(name));
  }
  // Signs that look like plain letters: K and the Kelvin.
  for (const { id } of entries) byLook.get(id.name)?.add(id.name);
  const told = new Map<string, string>();
  for (const names of byLook.values()) {
    for (const name of names.size < 2 ? [] : names) {
      const points = ownPoints(name, names);
      if (points.length > 0) told.set(name, ` (${points.slice(0, MAX_TOLD).map(pointWord).join(' ')})`);
    }
  }
  return told;
}

/** Of what is not plain in it, what not all of them have; where they differ in the order alone, all of it. */
function ownPoints(name: string, names: ReadonlySet<string>): readonly string[] {
  const points = [...name].filter((point) => !PLAIN.test(point));
  const others = [...names].filter((other) => other !== name);
  const own = points.filter((point) => !others.every((other) => other.includes(point)));
  return own.length > 0 ? own : points;
}

function pointWord(point: string): string {
  return `U+${(point.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
