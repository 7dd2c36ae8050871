// What keeps a list of Pods from being whole, and the exit code that says so.
import { displayText } from '../cells/displayText';
import type { SourceProblem } from '../podList/podFacts';
import { hostOf } from '../podList/podPlace';
import type { CommandContext } from './commandContext';
import { complain } from './printText';

type Problems = { readonly problems: readonly SourceProblem[] };

/**
 * What was not read as a whole. All else leaves no Pod out: a bad record, or a bad entry of the registry, is one bad row or a
 * sentence, and sockets that can only be asked in turns are asked.
 */
const OF_WHOLE: ReadonlySet<string> = new Set(['store', 'place', 'host']);

/** Of other machines only `hosts` count, which were named: that any other cannot be reached is usual. */
export function listFaults({ problems }: Problems, hosts: readonly string[] = []): readonly SourceProblem[] {
  return problems.filter((problem) => {
    if (!OF_WHOLE.has(problem.source)) return false;
    return problem.place.startsWith('/') || hosts.includes(machineOf(problem));
  });
}

/** What a host says of a row of its own has its home as a place. */
function machineOf({ source, place }: SourceProblem): string {
  return source === 'host' ? place : (hostOf({ place }) ?? place);
}

/**
 * Says them, but for those that are `said`: they stand in one of these sentences. @returns the exit code: 1 where there are
 * some, as what was done was not done with all.
 */
export function reportListFaults(
  { stderr }: Pick<CommandContext, 'stderr'>,
  list: Problems,
  said: readonly string[] = [],
): number {
  const faults = listFaults(list);
  for (const { message } of faults) {
    if (!said.some((sentence) => sentence.includes(displayText(message)))) complain(stderr, message);
  }
  return faults.length === 0 ? 0 : 1;
}
