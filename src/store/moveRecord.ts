// Gives a Pod's record another name; what the record points at stays where it is.
import { lstatSync, renameSync } from 'node:fs';
import path from 'node:path';
import { type HomePaths, metadataPath } from '../protocol/homePaths';
import { renamedLaunch } from '../protocol/podMetadata';
import { errorWords } from './fileErrors';
import { linkFault, readMetadata, writeMetadata } from './metadataFile';
import { podHeld } from './podLock';
import { type Claimed, refused } from './registerPod';

/**
 * Under the registry's lock. One rename(2) moves the directory, and from then on the Pod has the new name (lists go by the
 * directory): whoever is killed before or after it leaves a whole Pod. The name inside follows. Refused where the new name
 * is taken.
 */
export function moveRecord(home: HomePaths, oldName: string, newName: string): Claimed {
  const target = path.dirname(metadataPath(home, newName));
  const link = linkFault(home, newName);
  if (link !== null) return refused(link, true);
  if (podHeld(home, newName) !== null || exists(target)) {
    return refused(`A Pod "${newName}" exists. Choose another name, or remove it: podwatch rm ${newName}`, true);
  }
  try {
    renameSync(path.dirname(metadataPath(home, oldName)), target);
  } catch (error) {
    return refused(`The record of the Pod "${oldName}" cannot be renamed: ${errorWords(error)}`);
  }
  try {
    const record = readMetadata(home, newName);
    if (record?.ok) {
      const { launch } = record.value;
      const renamed = launch === null ? null : renamedLaunch(launch, oldName);
      writeMetadata(home, { ...record.value, podName: newName, launch: renamed });
    }
  } catch {
    // Its own next write says it; nobody goes by it meanwhile.
  }
  return { ok: true, value: null };
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
