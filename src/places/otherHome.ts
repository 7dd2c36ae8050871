// A home of others, read beside our own: its live Pods can be talked to; what another program has written stays as it is.
import { map } from 'rxjs';
import { failure, type Outcome } from '../actions/actionFailure';
import type { RemovedPod } from '../actions/removePod';
import { displayName } from '../cells/displayText';
import type { Home } from '../protocol/homePaths';
import { readMetadata } from '../store/metadataFile';
import { restoreInsomnia } from './insomnia/restoreInsomnia';
import { ownHome } from './ownHome';
import type { Place, PodStarter } from './place';
import { strangersIn } from './strangersIn';

/**
 * New Pods go to our own home. A record that is not podwatch's is not removed from here; it is started again by the program
 * whose it is, and only where that one would take it.
 */
export function otherHome(home: Home, starter: PodStarter): Place {
  const place = ownHome(home, starter);
  const where = displayName(home.data);
  const { reason } = strangersIn(home);
  const refused = (name: string, deed: string) =>
    failure('not-eligible', `Cannot ${deed} "${displayName(name)}": ${reason}`);
  return {
    ...place,
    watch: (around) => {
      const { seen } = strangersIn(home);
      return place.watch(around).pipe(map(seen));
    },
    run: async () => failure('not-eligible', `New Pods are not started in ${where}, but in your own home.`),
    restore: async (id, order) => {
      if (isOurs(home, id.name)) return place.restore(id, order);
      if (home.kind === 'podwatch') return refused(id.name, 'restore');
      return restoreInsomnia({ home, podName: id.name, order, env: starter.env });
    },
    remove: async (id): Promise<Outcome<RemovedPod>> =>
      isOurs(home, id.name) ? place.remove(id) : refused(id.name, 'remove'),
    archive: async (id, isArchived): Promise<Outcome> =>
      isOurs(home, id.name) ? place.archive(id, isArchived) : refused(id.name, 'archive'),
    rename: async (entry, newName): Promise<Outcome> =>
      isOurs(home, entry.id.name) ? place.rename(entry, newName) : refused(entry.id.name, 'rename'),
  };
}

/** No record is nobody's: what is asked of it then says so. */
function isOurs(home: Home, name: string): boolean {
  if (home.kind === 'insomnia') return false;
  const record = readMetadata(home, name);
  return record === null ? home.kind === 'podwatch' : record.ok && record.value.launch !== null;
}
