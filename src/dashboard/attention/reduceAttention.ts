// Attention over time: what is new and worth telling, what the user has seen, and the way to the next Pod that needs one.
import { failureOf } from '../../podList/describeAttention';
import { isProbing } from '../../podList/eligibility';
import type { Attention, PodEntry } from '../../podList/types';
import type { Effect } from '../loop/effect';
import { attentionIn, type DashboardState, type Message, selectedKey } from '../loop/state';
import { type Step, stay } from '../loop/step';
import { selectShown } from '../scope/reduceScope';
import type { KnownAttention } from './attentionState';

const NOBODY_CALLS: Message = { kind: 'info', text: 'No Pod needs you.' };

/** Takes over what a new list says: watched Pods that have failed, and an effect for each thing to tell the user. */
export function attentionAfterList(before: DashboardState, after: DashboardState): Step {
  const known = afterList(after);
  const state = { ...after, attention: known };
  const tells: Effect[] = [];
  const told = new Map<string, number>();
  const looked = lookedAt(state);
  for (const entry of state.list.entries) {
    const attention = attentionIn(state, entry);
    if (attention === null) continue;
    told.set(entry.key, attention.since);
    // What was there before the dashboard is shown, not announced.
    const isNew = !before.list.loading && known.told.get(entry.key) !== attention.since;
    if (isNew && entry.key !== looked) tells.push({ kind: 'notify', entry, attention });
  }
  const isSame = sameMap(told, known.told) && sameAttention(known, before.attention);
  const attention = isSame ? before.attention : { ...known, told };
  // It is no longer true.
  const message = tells.length > 0 && state.message === NOBODY_CALLS ? null : state.message;
  return { state: { ...state, attention, message }, effects: tells };
}

function afterList({ attention, list }: DashboardState): KnownAttention {
  const failures = new Map<string, Attention>();
  const seen = new Map<string, number>();
  const watched = new Set<string>();
  const expected = new Set<string>();
  for (const entry of list.entries) {
    const { key } = entry;
    const seenAt = attention.seen.get(key);
    if (entry.attention !== null && seenAt !== undefined) seen.set(key, seenAt);
    if (entry.state === 'live') {
      (attention.expected.has(key) ? expected : watched).add(key);
      continue;
    }
    const isWatched = attention.watched.has(key);
    const failure = attention.failures.get(key) ?? (isWatched ? failureOf(entry) : null);
    if (failure !== null) failures.set(key, failure);
    // How it has ended may not have been read yet.
    else if (isWatched && (isProbing(entry) || entry.lastExit === null)) watched.add(key);
  }
  return { ...attention, failures, seen, watched, expected };
}

function sameAttention(a: KnownAttention, b: KnownAttention): boolean {
  return (
    sameSet(a.watched, b.watched) &&
    sameSet(a.expected, b.expected) &&
    sameMap(a.failures, b.failures) &&
    sameMap(a.seen, b.seen)
  );
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key));
}

function sameMap<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => Object.is(b.get(key), value));
}

/** The Pod that fills the screen or is attached: whatever it has to say is before the user's eyes. */
function lookedAt({ attached, pane }: DashboardState): string | null {
  if (attached !== null) return attached.key;
  return 'entry' in pane ? pane.entry.key : null;
}

/** The step, with whatever the user looks at now taken as seen. */
export function seeing({ state, effects }: Step): Step {
  const seen = withSeen(state, lookedAt(state));
  return seen.state === state ? { state, effects } : { state: seen.state, effects: [...effects, ...seen.effects] };
}

/** After a jump any key means that the Pod it led to has been seen. */
export function seenAfterJump(state: DashboardState): Step {
  const { jumpedTo } = state.attention;
  if (jumpedTo === null) return stay(state);
  return withSeen({ ...state, attention: { ...state.attention, jumpedTo: null } }, jumpedTo);
}

/** Its facts have been read: as after a jump, the next key means that it has been seen. */
export function readAbout(state: DashboardState, key: string): DashboardState {
  return { ...state, attention: { ...state.attention, jumpedTo: key } };
}

/** A question cannot be seen away: it waits for its answer. */
function withSeen(state: DashboardState, key: string | null): Step {
  const entry = key === null ? undefined : state.list.entries.find((candidate) => candidate.key === key);
  const attention = entry === undefined ? null : attentionIn(state, entry);
  if (entry === undefined || attention === null || attention.kind === 'permission') return stay(state);
  const { failures, seen } = state.attention;
  if (entry.attention === null) {
    const left = new Map(failures);
    left.delete(entry.key);
    return stay({ ...state, attention: { ...state.attention, failures: left } });
  }
  const marked = { ...state.attention, seen: new Map(seen).set(entry.key, attention.since) };
  return { state: { ...state, attention: marked }, effects: [{ kind: 'seen', entry }] };
}

/** The user has stopped the Pod, or has seen it end: it does not fail behind his back. False takes that back. */
export function endExpected(state: DashboardState, key: string, isExpected = true): DashboardState {
  const watched = new Set(state.attention.watched);
  const expected = new Set(state.attention.expected);
  (isExpected ? watched : expected).delete(key);
  (isExpected ? expected : watched).add(key);
  return { ...state, attention: { ...state.attention, watched, expected } };
}

/** Live Pods in the order of their tiles, then the others in the order of the list. */
function jumpOrder(state: DashboardState): readonly PodEntry[] {
  const byKey = new Map(state.list.entries.map((entry) => [entry.key, entry]));
  const live = state.tileOrder.flatMap((key) => byKey.get(key) ?? []);
  return [...live, ...state.list.entries.filter((entry) => entry.state !== 'live')];
}

/** The next Pod after the selected one that needs the user for such a reason; the selected one comes last. */
export function nextCalling(
  state: DashboardState,
  isMeant: (attention: Attention) => boolean = () => true,
): PodEntry | null {
  const calls = (entry: PodEntry): boolean => {
    const attention = attentionIn(state, entry);
    return attention !== null && isMeant(attention);
  };
  // Asked for each frame, and mostly in vain: only who calls is put in order.
  if (!state.list.entries.some(calls)) return null;
  const order = jumpOrder(state);
  const at = order.findIndex((entry) => entry.key === selectedKey(state));
  return [...order.slice(at + 1), ...order.slice(0, at + 1)].find(calls) ?? null;
}

/** Selects the next Pod that needs the user, in whatever pane it can be seen; a filter that hides it gives way. */
export function jumpToAttention(state: DashboardState): DashboardState {
  const target = nextCalling(state);
  if (target === null) return { ...state, message: NOBODY_CALLS };
  const pane: DashboardState['pane'] =
    state.pane.kind === 'grid' && target.state !== 'live' ? { kind: 'picker' } : state.pane;
  const selected = selectShown({ ...state, pane }, target.key);
  return { ...selected, attention: { ...selected.attention, jumpedTo: target.key } };
}

/** How many Pods need the user. */
export function attentionCount(state: Pick<DashboardState, 'list' | 'attention'>): number {
  return state.list.entries.filter((entry) => attentionIn(state, entry) !== null).length;
}
