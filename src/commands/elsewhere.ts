// Why there is no Pod of a name here: its host is not reached or not known, or another host has it.
import path from 'node:path';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import { keptHosts, lastSeenFactsFile, readLastSeenFacts } from '../hosts/lastSeenFacts';
import { nameOnHost } from '../podList/podPlace';
import type { PodContext } from './foundPod';
import { hostFault, hostWord } from './hostWords';

/** Null: hosts have nothing to do with it. Asks no host: what was told last must do. */
export async function elsewhere(context: PodContext, name: string): Promise<ActionFailure | null> {
  if (hostWord(name) !== null) return hostFault(context, name);
  const { data } = context.homes[0];
  const hasPod = (directory: string) => (host: string) => {
    const rows = readLastSeenFacts(lastSeenFactsFile(directory, host))?.rows;
    return rows !== undefined && [...rows.stored, ...rows.live].some(({ id }) => id.name === name);
  };
  const ofFleet = path.join(data, 'fleet');
  const hosts = new Set([
    ...context.config.hosts.map((host) => host.name).filter(hasPod(data)),
    ...(context.config.fleet === null ? [] : keptHosts(ofFleet).filter(hasPod(ofFleet))),
  ]);
  if (hosts.size === 0) return null;
  const words = [...hosts].map((host) => commandName(nameOnHost(host, name))).join(', ');
  return failure('not-found', `There is no Pod "${displayName(name)}" on this machine, but: ${words}.`);
}
