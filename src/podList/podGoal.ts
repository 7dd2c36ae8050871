// What a script can wait for in a Pod, and whether it is so, can come, or cannot come any more.
import { isProbing } from './eligibility';
import type { PodEntry } from './podList';

/** `output`: a text that it shows or says; who watches the Pod decides on that. */
export type PodGoal =
  | { readonly kind: 'idle' | 'attention' | 'ended' }
  | { readonly kind: 'output'; readonly text: string };

/** `reason`: a clause. */
export type GoalState = { readonly kind: 'reached' | 'open' } | { readonly kind: 'never'; readonly reason: string };

const REACHED: GoalState = { kind: 'reached' };
const OPEN: GoalState = { kind: 'open' };

/** Null: there is no such Pod any more. An `output` is open as long as the Pod lives. */
export function goalState(entry: PodEntry | null, goal: PodGoal): GoalState {
  // What is not seen may be anything.
  if (entry !== null && (isProbing(entry) || entry.lastSeenAt !== undefined)) return OPEN;
  const isLive = entry?.state === 'live';
  if (goal.kind === 'ended') return isLive ? OPEN : REACHED;
  if (entry === null) return { kind: 'never', reason: 'it is gone' };
  if (!isLive)
    return {
      kind: 'never',
      reason: entry.state === 'unreachable' ? 'its socket does not answer' : 'it is not running',
    };
  if (goal.kind === 'idle') return entry.status === 'idle' ? REACHED : OPEN;
  return goal.kind === 'attention' && entry.attention !== null ? REACHED : OPEN;
}
