// What other programs keep in a home, with what is refused of it, as those programs read it.
import { displayName } from '../cells/displayText';
import type { LivePod, LogFact, PodRefusals, StoredPod } from '../podList/podFacts';
import type { Home } from '../protocol/homePaths';
import type { PlaceSnapshot } from '../streams/placeFacts';

export interface Strangers {
  /** Why nothing of theirs is written, as a clause. */
  readonly reason: string;
  /** Marks theirs in each snapshot of one watch; the same object for the same fact. */
  readonly seen: (snapshot: PlaceSnapshot) => PlaceSnapshot;
}

export function strangersIn(home: Home): Strangers {
  const where = displayName(home.data);
  const reason = `another program keeps its record in ${where}: there it can only be looked at and talked to`;
  const written = { remove: reason, archive: reason, rename: reason };
  const refusals: PodRefusals = home.kind === 'podwatch' ? { restore: reason, ...written } : written;
  return { reason, seen: strangers(home, refusals) };
}

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
