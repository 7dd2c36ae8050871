// Puts a stopped Pod away, or brings it back to the lists: a file of ours in its directory says so, nothing else.
import { rmSync } from 'node:fs';
import { displayName } from '../cells/displayText';
import { type HomePaths, podArchivedPath } from '../protocol/homePaths';
import { isPodName } from '../protocol/podName';
import { errorWords } from '../store/fileErrors';
import { readMetadata } from '../store/metadataFile';
import { writeFileAtomically } from '../store/writeFileAtomically';
import { failure, type Outcome } from './actionFailure';

export async function archivePod(home: HomePaths, podName: string, isArchived: boolean): Promise<Outcome> {
  const name = displayName(podName);
  if (!isPodName(podName) || readMetadata(home, podName) === null) {
    return failure('not-found', `There is no Pod "${name}" in ${displayName(home.data)}.`);
  }
  const file = podArchivedPath(home, podName);
  try {
    if (isArchived) writeFileAtomically(file, '');
    else rmSync(file, { force: true });
    return { kind: 'done' };
  } catch (error) {
    const done = isArchived ? 'archived' : 'brought back';
    return failure('failed', `The Pod "${name}" was not ${done}: ${errorWords(error)}: ${displayName(file)}`);
  }
}
