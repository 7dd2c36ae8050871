// A home of others, read beside our own: its live Pods can be talked to; what another program has written stays as it is.
import { map } from 'rxjs';
import { failure, type Outcome } from '../actions/actionFailure';
import type { RemovedPod } from '../actions/removePod';
import { displayName } from '../cells/displayText';
import type { LivePod, LogFact, PodRefusals, StoredPod } from '../podList/types';
import type { Home } from '../protocol/homePaths';
import { readMetadata } from '../store/metadataFile';
import type { PlaceSnapshot } from '../streams/placeFacts';
import { restoreInsomnia } from './insomnia/restoreInsomnia';
import { ownHome } from './ownHome';
import type { Place, PodStarter } from './place';

/**
 * New Pods go to our own home. A record that is not podwatch's is not removed from here; it is started again by the program
 * whose it is, and only where that one would take it.
 */
export function otherHome(home: Home, starter: PodStarter): Place {
  const place = ownHome(home, starter);
  const where = displayName(home.data);
  const reason = `another program keeps its record in ${where}: there it can only be looked at and talked to`;
  const written = { remove: reason, archive: reason, rename: reason };
  const refusals: PodRefusals = home.kind === 'podwatch' ? { restore: reason, ...written } : written;
  const refused = (name: string, deed: string) =>
    failure('not-eligible', `Cannot ${deed} "${displayName(name)}": ${reason}`);
  return {
    ...place,
    watch: (around) => {
      const seen = strangers(home, refusals);
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

/** What other programs keep, with what is refused of it and as they read it. The same object for the same fact. */
function strangers(home: Home, refusals: PodRefusals): (snapshot: PlaceSnapshot) => PlaceSnapshot {
  const isTheirs = (stored: StoredPod | undefined): boolean =>
    home.kind === 'insomnia' || stored?.metadata.kind !== 'ok' || stored.metadata.launch === null;
  const markStored = once((stored: StoredPod): StoredPod => {
    if (!isTheirs(stored)) return stored;
    const log = stored.log === null || home.kind === 'podwatch' ? stored.log : asOwnerReads(stored.log);
    return { ...stored, log, refusals };
  });
  const markLive = once((live: LivePod): LivePod => {
    const log = live.log === null ? null : { ...live.log, fact: asOwnerReads(live.log.fact) };
    return { ...live, log, refusals };
  });
  return (snapshot) => {
    const byName = new Map(snapshot.stored.map((stored) => [stored.id.name, stored]));
    const isOwners = ({ id }: LivePod) => home.kind !== 'podwatch' && isTheirs(byName.get(id.name));
    return {
      ...snapshot,
      stored: snapshot.stored.map(markStored),
      live: snapshot.live.map((live) => (isOwners(live) ? markLive(live) : live)),
    };
  };
}

/** To insomnia a log with one line that it does not know is unreadable (formats §4). */
function asOwnerReads(fact: LogFact): LogFact {
  return fact.kind === 'readable' && fact.fault !== undefined ? { kind: 'corrupt', error: fact.fault } : fact;
}

function once<T extends object>(make: (fact: T) => T): (fact: T) => T {
  const known = new WeakMap<T, T>();
  return (fact) => {
    const made = known.get(fact) ?? make(fact);
    known.set(fact, made);
    return made;
  };
}
