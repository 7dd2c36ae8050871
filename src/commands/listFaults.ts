// What keeps a list of Pods from being whole, and the exit code that says so.
import type { SourceProblem } from '../podList/podFacts';
import type { CommandContext } from './commandContext';
import { complain } from './printText';

type Problems = { readonly problems: readonly SourceProblem[] };

/** Where sockets can only be asked in turns, all are in the list all the same. Of other machines only `hosts` count, which were named: that any other cannot be reached is usual. */
export function listFaults({ problems }: Problems, hosts: readonly string[] = []): readonly SourceProblem[] {
  return problems.filter(({ source, place }) => source !== 'live' && (source !== 'host' || hosts.includes(place)));
}

/** Says them. @returns the exit code: 1 where there are some, as what was done was not done with all. */
export function reportListFaults({ stderr }: Pick<CommandContext, 'stderr'>, list: Problems): number {
  const faults = listFaults(list);
  for (const { message } of faults) complain(stderr, message);
  return faults.length === 0 ? 0 : 1;
}
