// The hosts of which something may be kept here, and in which file: those of the configuration, and those that a fleet has told of.
import path from 'node:path';
import type { Config } from '../config/readConfig';
import { keptHosts, lastSeenFactsFile } from '../hosts/lastSeenFacts';

export interface HostLastSeen {
  readonly name: string;
  readonly file: string;
}

/** `data`: the store directory of our own home. */
export function hostsLastSeen(
  { hosts, fleet }: Pick<Config, 'hosts' | 'fleet'>,
  data: string,
): readonly HostLastSeen[] {
  const configured = hosts.map(({ name }) => ({ name, file: lastSeenFactsFile(data, name) }));
  const directory = path.join(data, 'fleet');
  const others = fleet === null ? [] : keptHosts(directory).filter((host) => hosts.every(({ name }) => name !== host));
  return [...configured, ...others.map((name) => ({ name, file: lastSeenFactsFile(directory, name) }))];
}
