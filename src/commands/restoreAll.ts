// `podwatch restore --all`: what was stopped, by a restart of the machine for example, comes back.
import { displayName } from '../cells/displayText';
import { openPlaces } from '../places/openPlaces';
import type { RestoreOrder } from '../places/place';
import { repositoryReader } from '../places/repository';
import { eligibility } from '../podList/eligibility';
import { type BranchOf, filterPods, NO_FILTER } from '../podList/filterPods';
import { directoryHere } from '../podList/podPlace';
import type { CommandContext } from './commandContext';
import { readPodList } from './findPod';
import { reportListFaults } from './listFaults';
import { print } from './printText';
import { reportFailure } from './reportFailure';

/** Started at a time: programs of many Pods at once would have the machine to themselves. */
const AT_A_TIME = 4;

/** `filter`: words as in a search, which looks at branches, too; null: all. The exit code is that of the first that did not work. */
export async function restoreAll(context: CommandContext, order: RestoreOrder, filter: string | null): Promise<number> {
  const { stdout } = context;
  const list = await readPodList(context);
  const repositoryOf = repositoryReader();
  const branchOf: BranchOf = (entry) => {
    const directory = directoryHere(entry);
    return directory === null ? null : (repositoryOf(directory)?.branch ?? null);
  };
  const { entries } = filterPods(list.entries, { ...NO_FILTER, search: filter ?? '' }, undefined, branchOf);
  const waiting = entries.filter((entry) => !entry.isArchived && eligibility(entry, 'restore').allowed);
  const places = openPlaces(context);
  const total = waiting.length;
  let begun = 0;
  let done = 0;
  let code = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const entry = waiting[begun];
      if (entry === undefined) return;
      begun += 1;
      const place = places.of(entry.id);
      const outcome = 'kind' in place ? place : await place.restore(entry.id, order);
      done += 1;
      const progress = `[${done}/${total}] ${displayName(entry.id.name)}`;
      print(stdout, outcome.kind === 'done' ? `${progress}: restored` : `${progress}: not restored`);
      if (outcome.kind !== 'done') code ||= reportFailure(context, outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const listCode = reportListFaults(context, list);
  if (total === 0 && listCode === 0) print(stdout, 'There is nothing to restore.');
  return code || listCode;
}
