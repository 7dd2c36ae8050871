// The one order of Pods: live first, then newest, then name by bytes.

import type { PodEntry } from './podList';
import { hostOf } from './podPlace';

/**
 * Byte order of two names (formats §6): UTF-8 order, which is code point order and not the UTF-16 order of `<`.
 * Total, also for unpaired surrogates.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (U+10000 and up) below U+E000–U+FFFF; code point order puts them above. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Reachable live → `updatedAt` descending → name → host (this machine first) → place, so that no two Pods are ever equal (formats §6). */
export function compareEntries(a: PodEntry, b: PodEntry): number {
  return (
    Number(b.state === 'live') - Number(a.state === 'live') ||
    b.updatedAt - a.updatedAt ||
    compareBytes(a.id.name, b.id.name) ||
    compareBytes(hostOf(a.id) ?? '', hostOf(b.id) ?? '') ||
    compareBytes(a.id.place, b.id.place)
  );
}
