// In which order the records of a store are read: what a first page shows comes first.
import { statSync } from 'node:fs';
import { type HomePaths, metadataPath } from '../protocol/homePaths';
import type { Catalogue } from '../store/catalogue';
import { namesIn } from '../store/namesIn';
import { newestFirst } from '../store/newestFirst';

/**
 * First what may be live, then what nobody has read yet, then the newest. `byTime`: there is no catalogue, and the times of the
 * records say which those may be; which they are, only the list that all of them have been read for. `catalogue` null: they
 * are few, and stay as they are.
 */
export function readingOrder(
  home: HomePaths,
  names: readonly string[],
  catalogue: Catalogue | null,
  byTime: boolean,
): readonly string[] {
  if (catalogue === null) return names;
  const running = new Set(namesIn(home.runtime));
  if (!byTime) return catalogue.inOrder(names, (name) => running.has(name));
  const times = names.map((name) => (running.has(name) ? 0 : recordTime(home, name)));
  const newest = newestFirst(times).flatMap((at) => (times[at] === 0 ? [] : (names[at] ?? [])));
  return [...names.filter((_, at) => times[at] === 0), ...newest];
}

/** Unix ms; 0: there is none. */
function recordTime(home: HomePaths, name: string): number {
  try {
    return statSync(metadataPath(home, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  } catch {
    return 0;
  }
}
