// Facts become the PodList: merged by identity, live first, unchanged rows keep their object identity.
import { changedFacts } from './changedFacts';
import { compareBytes } from './compareEntries';
import { MergedPods } from './mergedPods';
import type { PodFacts, SourceProblem } from './podFacts';
import type { PodEntry, PodList } from './podList';
import { sameValue } from './sameValue';
import { withChanges } from './withChanges';

/** The list before any source has spoken. */
export const EMPTY_POD_LIST: PodList = { entries: [], problems: [], loading: true };

/**
 * The one merge and sort (formats §6). The result depends on the facts alone, not on their order: two facts of one
 * identity are settled by their content. With `previous`, rows that say the same keep their object, and if nothing
 * changed at all `previous` itself comes back; what it costs then is what differs, of a hundred thousand Pods too.
 */
export function buildPodList(facts: PodFacts, previous: PodList = EMPTY_POD_LIST): PodList {
  const { merged, entries } = mergedEntries(facts, previous);
  const problems = sortedProblems(facts.problems);
  const unchanged = { entries: entries === previous.entries, problems: sameValue(problems, previous.problems) };
  const { homes } = facts;
  const hosts = sameValue(facts.hosts, previous.hosts) ? previous.hosts : facts.hosts;
  const isSame =
    unchanged.entries && unchanged.problems && sameValue(homes, previous.homes) && hosts === previous.hosts;
  const list: PodList =
    isSame && facts.loading === previous.loading
      ? previous
      : {
          ...(homes !== undefined && { homes }),
          ...(hosts !== undefined && { hosts }),
          entries,
          problems: unchanged.problems ? previous.problems : problems,
          loading: facts.loading,
        };
  // Nobody's: it stands for no facts.
  if (list !== EMPTY_POD_LIST) known.set(list, { facts, merged });
  return list;
}

/** What a list was made of: the next one is made of what differs. One that has been taken on is another's. */
const known = new WeakMap<PodList, { readonly facts: PodFacts; readonly merged: MergedPods }>();

function mergedEntries(
  facts: PodFacts,
  previous: PodList,
): { readonly merged: MergedPods; readonly entries: readonly PodEntry[] } {
  const last = known.get(previous);
  known.delete(previous);
  const merged = last?.merged ?? new MergedPods(facts);
  const changes = last === undefined ? merged.since(previous.entries) : merged.take(changedFacts(last.facts, facts));
  return { merged, entries: withChanges(previous.entries, changes) };
}

function sortedProblems(problems: readonly SourceProblem[]): SourceProblem[] {
  return [...problems].sort(
    (a, b) => compareBytes(a.source, b.source) || compareBytes(a.place, b.place) || compareBytes(a.message, b.message),
  );
}
