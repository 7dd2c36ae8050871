// A home of others, read beside our own: its live Pods can be talked to; what another program has written stays as it is.
import { map } from 'rxjs';
import { failure, type Outcome } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import type { PodRefusals, StoredPod } from '../podList/types';
import type { HomePaths } from '../protocol/homePaths';
import { readMetadata } from '../store/metadataFile';
import { ownHome } from './ownHome';
import type { Place, PodStarter } from './place';

/** New Pods go to our own home. A record that is not podwatch's can be neither restored nor removed from here. */
export function otherHome(home: HomePaths, starter: PodStarter): Place {
  const place = ownHome(home, starter);
  const where = displayName(home.data);
  const reason = `another program keeps its record in ${where}: there it can only be looked at and talked to`;
  const refusals: PodRefusals = { restore: reason, remove: reason };
  const guarded = async <T>(name: string, deed: string, act: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const record = readMetadata(home, name);
    const isOurs = record === null || (record.ok && record.value.launch !== null);
    return isOurs ? act() : failure('not-eligible', `Cannot ${deed} "${displayName(name)}": ${reason}`);
  };
  const marked = new WeakMap<StoredPod, StoredPod>();
  /** The same object for the same fact: a row is worked out again only where its facts change. */
  const mark = (stored: StoredPod): StoredPod => {
    if (stored.metadata.kind === 'ok' && stored.metadata.launch !== null) return stored;
    const known = marked.get(stored) ?? { ...stored, refusals };
    marked.set(stored, known);
    return known;
  };
  return {
    ...place,
    watch: (around) =>
      place.watch(around).pipe(map((snapshot) => ({ ...snapshot, stored: snapshot.stored.map(mark) }))),
    run: async () => failure('not-eligible', `New Pods are not started in ${where}, but in your own home.`),
    restore: (id, order) => guarded(id.name, 'restore', () => place.restore(id, order)),
    remove: (id) => guarded(id.name, 'remove', () => place.remove(id)),
  };
}
