// Who needs the user now: of one Pod, of all, and who is next.

import { NO_FILTER } from '../../podList/filterPods';
import { hostGroups } from '../../podList/hostGroups';
import type { Attention } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';
import { summarizeHosts } from '../../podList/summarizePods';
import type { DashboardState } from '../loop/state';
import { attentionOf } from './attentionState';

/** Why a Pod needs the user, as far as the user has not seen it. */
export function attentionIn(state: Pick<DashboardState, 'attention'>, entry: PodEntry): Attention | null {
  return attentionOf(state.attention, entry);
}

/** How many Pods need the user, those of hosts of which only summaries are known among them. */
export function attentionCount(state: Pick<DashboardState, 'list' | 'attention'>): number {
  return callingPods(state).length + summarizeHosts(state.list.hosts ?? []).calls;
}

/** Who calls, and what that was found in. */
interface Calling {
  readonly inputs: readonly unknown[];
  readonly pods: readonly PodEntry[];
}

/** Asked several times a frame, of all Pods: looked for once a list, and where something has been seen. */
let last: Calling | null = null;

function callingPods(state: Pick<DashboardState, 'list' | 'attention'>): readonly PodEntry[] {
  const inputs = [state.list.entries, state.attention.failures, state.attention.seen];
  if (last?.inputs.every((input, at) => input === inputs[at]) === true) return last.pods;
  const pods = state.list.entries.filter((entry) => attentionIn(state, entry) !== null);
  last = { inputs, pods };
  return pods;
}

/** The key of the first host of which only a summary is known and that needs the user; null: there is none. */
export function callingHost({ list }: Pick<DashboardState, 'list'>): string | null {
  const [first] = hostGroups(list.hosts ?? [], { ...NO_FILTER, state: 'attention' });
  return first?.key ?? null;
}

/** Live Pods in the order of their tiles, then the others in the order of the list. */
function jumpOrder(state: Pick<DashboardState, 'list' | 'tileOrder'>): readonly PodEntry[] {
  const byKey = new Map(state.list.entries.map((entry) => [entry.key, entry]));
  const live = state.tileOrder.flatMap((key) => byKey.get(key) ?? []);
  return [...live, ...state.list.entries.filter((entry) => entry.state !== 'live')];
}

/** The next Pod after `from` (a Pod key; null: from the start) that needs the user for such a reason; `from` comes last. */
export function nextCalling(
  state: Pick<DashboardState, 'list' | 'tileOrder' | 'attention'>,
  from: string | null,
  isMeant: (attention: Attention) => boolean = () => true,
): PodEntry | null {
  const calls = (entry: PodEntry): boolean => {
    const attention = attentionIn(state, entry);
    return attention !== null && isMeant(attention);
  };
  // Asked for each frame, and mostly in vain: only who calls is put in order.
  if (!callingPods(state).some(calls)) return null;
  const order = jumpOrder(state);
  const at = order.findIndex((entry) => entry.key === from);
  return [...order.slice(at + 1), ...order.slice(0, at + 1)].find(calls) ?? null;
}
