// How the hosts stand, in a few words for a header: only of those that are not as they should be.
import type { HostFact } from './podFacts';

/** `h1 silent`, `2 of 5 hosts not reached`; empty where all are well, or where there are none. Host names are safe text. */
export function describeHosts(hosts: readonly HostFact[]): readonly string[] {
  const away = hosts.filter(({ state }) => state === 'lost' || state === 'needs-you');
  const [first] = away;
  const silent = hosts.filter(({ state }) => state === 'stalled');
  const [quiet] = silent;
  const waiting = hosts.filter(({ state }) => state === 'connecting').length;
  return [
    ...(first === undefined
      ? []
      : [away.length === 1 ? `${first.name} not reached` : `${away.length} of ${hosts.length} hosts not reached`]),
    ...(quiet === undefined ? [] : [silent.length === 1 ? `${quiet.name} silent` : `${silent.length} hosts silent`]),
    ...(waiting === 0 ? [] : [`${waiting === 1 ? '1 host' : `${waiting} hosts`} connecting`]),
  ];
}
