// Names of Pods as a command line has them: whole ones, and globs where no Pod has such a name.
import picomatch from 'picomatch';
import { entryName } from '../podList/entryName';
import type { PodEntry } from '../podList/podList';

const GLOB = /[*?[{]/;

export function isGlob(pattern: string): boolean {
  return GLOB.test(pattern);
}

/** The one that it is, else whatever fits it as a glob (`*` also a leading dot), in their order. */
export function fittingNames(pattern: string, names: readonly string[]): readonly string[] {
  if (names.includes(pattern)) return [pattern];
  if (!isGlob(pattern)) return [];
  const fits = picomatch(pattern, { dot: true, nonegate: true });
  return names.filter((name) => fits(name));
}

/** Each name once. A glob that nothing fits, and a name that no Pod has, stays as it is: looking it up says so. */
export function expandNames(patterns: readonly string[], entries: readonly PodEntry[]): readonly string[] {
  const names = [...new Set(entries.filter(({ foreign }) => foreign === undefined).map(entryName))];
  const wanted = patterns.flatMap((pattern) => {
    const fitting = fittingNames(pattern, names);
    return fitting.length === 0 ? [pattern] : fitting;
  });
  return [...new Set(wanted)];
}
