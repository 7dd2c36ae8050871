// Homes that are one on the disk, by whatever path they were named, are one.
import { realpathSync } from 'node:fs';
import type { Home } from '../protocol/homePaths';

/** The first of each; in their order. */
export function distinctHomes(homes: readonly [Home, ...Home[]]): readonly [Home, ...Home[]] {
  const [own, ...others] = homes;
  const known = new Set([realPath(own.data)]);
  const kept = others.filter(({ data }) => {
    const real = realPath(data);
    if (known.has(real)) return false;
    known.add(real);
    return true;
  });
  return [own, ...kept];
}

/** The path itself where there is nothing (yet). */
export function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
