// Which Pods have a runtime directory: where a socket may answer although no registry entry names it.
import fs from 'node:fs';
import path from 'node:path';
import { distinctUntilChanged, filter, map, merge, type Observable, of } from 'rxjs';
import type { HomePaths } from '../protocol/homePaths';
import { isPodName } from '../protocol/podName';
import { isPlainDirectory } from '../store/isPlainDirectory';
import type { DirectoryChanges } from './directoryWatches';

/**
 * The names of the directories in the runtime directory, read as a whole only where a hint does not say which one. A set
 * that cannot be read is empty. Never errors.
 */
export function watchRuntimeNames(home: HomePaths, changes: DirectoryChanges): Observable<ReadonlySet<string>> {
  let names: ReadonlySet<string> = new Set();
  return merge(changes(home.runtime), of(null)).pipe(
    // Half of all hints are about the registry.
    filter((name) => name !== path.basename(home.registry)),
    map((name) => {
      names = name === null ? listNames(home) : withName(names, name, isPlainDirectory(path.join(home.runtime, name)));
      return names;
    }),
    distinctUntilChanged(),
  );
}

function listNames({ runtime }: HomePaths): ReadonlySet<string> {
  try {
    const found = fs.readdirSync(runtime, { withFileTypes: true });
    return new Set(found.filter((entry) => entry.isDirectory() && isPodName(entry.name)).map((entry) => entry.name));
  } catch {
    return new Set();
  }
}

/** The same set where nothing changes. */
function withName(names: ReadonlySet<string>, name: string, isThere: boolean): ReadonlySet<string> {
  if (names.has(name) === isThere) return names;
  const others = [...names].filter((other) => other !== name);
  return new Set(isThere && isPodName(name) ? [...others, name] : others);
}
