// Does something with each Pod that a command line names.

import { entryName } from '../podList/entryName';
import type { PodAction } from '../podList/podFacts';
import type { PodEntry } from '../podList/podList';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import type { FoundPod } from './foundPod';
import { UsageError } from './line/usageError';
import { reportListFaults } from './listFaults';
import { expandNames, isGlob } from './podPatterns';
import { print } from './printText';
import { reportFailure } from './reportFailure';

interface EachPod {
  /** Names and globs. */
  readonly names: readonly string[];
  /** All of these instead, and what is said where there are none; null: what `names` say. */
  readonly all?: { readonly are: (entry: PodEntry) => boolean; readonly none: string } | null;
  readonly action: PodAction | null;
  /** Default: one after the other. */
  readonly atOnce?: boolean;
}

/** `act` gives an exit code; that of the first which did not work is the whole one's. */
export async function eachPod(
  context: CommandContext,
  { names, all = null, action, atOnce = false }: EachPod,
  act: (found: FoundPod, name: string) => Promise<number>,
): Promise<number> {
  const list = await readPodList(context, names);
  const wanted = all === null ? expandNames(names, list.entries) : list.entries.filter(all.are).map(entryName);
  const said: string[] = [];
  const doOne = async (name: string): Promise<number> => {
    const found = await findPod(context, name, action, list);
    if (found.kind === 'found') return act(found, name);
    said.push(found.message);
    return reportFailure(context, found);
  };
  // A whole name says by itself that it is not found; what fits a glob need not be all there is.
  const isWhole = all === null && !names.some(isGlob);
  const codes: number[] = [];
  if (atOnce) codes.push(...(await Promise.all(wanted.map(doOne))));
  else for (const name of wanted) codes.push(await doOne(name));
  const code = firstFault(isWhole ? codes : [...codes, reportListFaults(context, list, said)]);
  // Of a home that could not be read nobody knows.
  if (all !== null && wanted.length === 0 && code === 0) print(context.stdout, all.none);
  return code;
}

function firstFault(codes: readonly number[]): number {
  return codes.find((code) => code !== 0) ?? 0;
}

/** Either names or the option that stands for all of them. @throws UsageError */
export function requireNames(names: readonly string[], usage: string, isAll = false, option = '--all'): void {
  if (names.length === 0 && !isAll) throw new UsageError(`The name of a Pod is missing: podwatch ${usage}`);
  if (names.length > 0 && isAll) throw new UsageError(`Say either names or ${option}, not both.`);
}
