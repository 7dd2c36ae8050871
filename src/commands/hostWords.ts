// Which hosts the words of a command line name: `HOST/NAME`, where HOST is one of the configuration.
import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { nearestWord } from '../config/nearestWord';
import type { Config } from '../config/readConfig';
import type { CommandContext } from './commandContext';
import { UsageError } from './line/usageError';

/** No Pod of this machine has such a name. */
const ON_HOST = /^([A-Za-z0-9][A-Za-z0-9._-]{0,62})\/(.+)$/s;

export interface HostWord {
  readonly host: string;
  /** Name or glob. */
  readonly name: string;
}

/** Null: it is a name of this machine, whether there is such a Pod or not. */
export function hostWord(word: string): HostWord | null {
  const [, host, name] = ON_HOST.exec(word) ?? [];
  return host === undefined || name === undefined ? null : { host, name };
}

/** Each once, only those of the configuration; of a fleet all that can be hosts. */
export function hostsNamed(
  words: readonly string[],
  { hosts, fleet }: Pick<Config, 'hosts' | 'fleet'>,
): readonly string[] {
  const named = new Set(words.flatMap((word) => hostWord(word)?.host ?? []));
  if (fleet !== null) return [...named];
  return hosts.map(({ name }) => name).filter((name) => named.has(name));
}

/** Only a fleet may have hosts that the configuration does not name. @throws UsageError */
export function checkHosts(names: readonly string[], { hosts, fleet, file }: Config): void {
  if (fleet !== null) return;
  const strange = names.find((name) => hosts.every((host) => host.name !== name));
  if (strange !== undefined)
    throw new UsageError(`There is no host "${displayName(strange)}" in the configuration ${file}.`);
}

/** The word names a host that is not configured, or one that is not reached; null: neither. */
export async function hostFault(
  { config, openHosts }: Pick<CommandContext, 'config' | 'openHosts'>,
  word: string,
): Promise<ActionFailure | null> {
  const named = hostWord(word);
  if (named === null) return null;
  const host = openHosts === null ? null : (await openHosts()).named(named.host);
  if (host?.isKnown() === true) {
    const fact = host.link.fact$.value;
    if (fact.state === 'reached') return null;
    return (await import('../hosts/hostLink')).unreachedFailure(fact);
  }
  if (openHosts === null) return null;
  const isFleet = config.fleet !== null;
  const names = isFleet
    ? (await (await openHosts()).known()).map(({ name }) => name)
    : config.hosts.map(({ name }) => name);
  const near = nearestWord(named.host, names);
  const advice = near === null ? `There are: ${names.join(', ')}.` : `Did you mean ${near}/${displayName(named.name)}?`;
  const where = isFleet ? 'in the configuration and in the fleet' : 'in the configuration';
  return failure('not-found', `There is no host "${displayName(named.host)}" ${where}. ${advice}`);
}
