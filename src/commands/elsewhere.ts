// Why there is no Pod of a name here: its host is not reached or not known, or another host has it.
import { type ActionFailure, failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import { readLastSeenFacts } from '../hosts/lastSeenFacts';
import { nameOnHost } from '../podList/podPlace';
import type { PodContext } from './foundPod';
import { hostsLastSeen } from './hostsLastSeen';
import { hostFault, hostWord } from './hostWords';

/** Null: hosts have nothing to do with it. Asks no host: what was told last must do. */
export async function elsewhere(context: PodContext, name: string): Promise<ActionFailure | null> {
  if (hostWord(name) !== null) return hostFault(context, name);
  const { data } = context.homes[0];
  const hosts = hostsLastSeen(context.config, data).filter(({ file }) => {
    const rows = readLastSeenFacts(file)?.rows;
    return rows !== undefined && [...rows.stored, ...rows.live].some(({ id }) => id.name === name);
  });
  if (hosts.length === 0) return null;
  const words = hosts.map((host) => commandName(nameOnHost(host.name, name))).join(', ');
  return failure('not-found', `There is no Pod "${displayName(name)}" on this machine, but: ${words}.`);
}
