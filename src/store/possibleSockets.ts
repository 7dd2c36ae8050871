// Where Pods of a home may listen, as its registry and its runtime directory say; nobody is asked.
import { existsSync, readdirSync } from 'node:fs';
import { type HomePaths, metadataPath, podSocketPath } from '../protocol/homePaths';
import { isPodName } from '../protocol/podName';
import { errnoOf } from './fileErrors';
import { readRegistry } from './readRegistry';

interface PossibleSocket {
  readonly name: string;
  readonly socket: string;
  /** An entry of the registry says so. */
  readonly isRegistered: boolean;
}

/** Of the registry, and of runtime directories that no entry names. Null: the registry is not plain to read. */
export function possibleSockets(home: HomePaths): readonly PossibleSocket[] | null {
  const { value, torn } = readRegistry(home.registry);
  if (torn || value.kind !== 'read' || value.table === null) return null;
  if (value.broken.length > 0 || value.faults.length > 0) return null;
  const registered = value.table.map(({ pod_name: name, socket }) => ({ name, socket, isRegistered: true }));
  const names = new Set(registered.map(({ name }) => name));
  const taken = new Set(registered.map(({ socket }) => socket));
  const others = (podDirectoriesIn(home.runtime) ?? [])
    .filter((name) => !names.has(name) && existsSync(metadataPath(home, name)))
    .map((name) => ({ name, socket: podSocketPath(home, name), isRegistered: false }))
    .filter(({ socket }) => !taken.has(socket));
  return [...registered, ...others];
}

/** What may be a Pod's by its name; none where there is no such directory yet. Null: it cannot be read. */
export function podDirectoriesIn(directory: string): readonly string[] | null {
  try {
    const found = readdirSync(directory, { withFileTypes: true });
    return found.filter((entry) => entry.isDirectory() && isPodName(entry.name)).map((entry) => entry.name);
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? [] : null;
  }
}
