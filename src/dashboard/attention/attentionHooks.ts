// Attention over time: what is new and worth telling, what the user has seen, and which end is no news.
import { failureOf } from '../../podList/describeAttention';
import { isProbing } from '../../podList/eligibility';
import type { Attention } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';
import type { Effect } from '../loop/effect';
import type { Cause, StepHook } from '../loop/hook';
import { type DashboardState, paneEntry } from '../loop/state';
import { type Step, stay } from '../loop/step';
import { attentionIn } from './attentionSelectors';
import type { KnownAttention } from './attentionState';
import { NOBODY_CALLS } from './jumpToAttention';

/** Takes over what a new list says: watched Pods that have failed, and an effect for each thing to tell the user. */
export const attentionAfterList: StepHook = (step, { before }) => {
  const { state: after, effects } = step;
  if (after.list === before.list) return step;
  const known = afterList(after);
  const state = { ...after, attention: known };
  const tells: Effect[] = [];
  const told = new Map<string, number>();
  const looked = lookedAt(state);
  for (const entry of concerned(state)) {
    const attention = attentionIn(state, entry);
    if (attention === null) continue;
    told.set(entry.key, attention.since);
    // What was there before the dashboard is shown, not announced.
    const isNew = !before.list.loading && known.told.get(entry.key) !== attention.since;
    if (isNew && entry.key !== looked) tells.push({ kind: 'notify', entry, attention });
  }
  const isSame = sameMap(told, known.told) && sameAttention(known, after.attention);
  const attention = isSame ? after.attention : { ...known, told };
  // It is no longer true.
  const message = tells.length > 0 && state.message === NOBODY_CALLS ? null : state.message;
  return { state: { ...state, attention, message }, effects: [...effects, ...tells] };
};

/** The live Pods, which stand first, and the others of which something is known: nobody else of a hundred thousand may call. */
function concerned({ attention, list }: DashboardState): readonly PodEntry[] {
  const { entries } = list;
  const others = entries.findIndex(({ state }) => state !== 'live');
  const live = others < 0 ? entries : entries.slice(0, others);
  const left = new Set([...attention.watched, ...attention.failures.keys()]);
  for (const { key } of live) left.delete(key);
  return left.size === 0 ? live : [...live, ...entries.slice(live.length).filter(({ key }) => left.has(key))];
}

function afterList(state: DashboardState): KnownAttention {
  const { attention } = state;
  const failures = new Map<string, Attention>();
  const seen = new Map<string, number>();
  const watched = new Set<string>();
  const expected = new Set<string>();
  for (const entry of concerned(state)) {
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
function lookedAt(state: DashboardState): string | null {
  return (state.attached ?? paneEntry(state))?.key ?? null;
}

/** Whatever the user looks at now is seen. */
export const seeing: StepHook = ({ state, effects }) => {
  const seen = withSeen(state, lookedAt(state));
  return seen.state === state ? { state, effects } : { state: seen.state, effects: [...effects, ...seen.effects] };
};

/** After a jump any key means that the Pod it led to has been seen; who asks why is told before it counts. */
export function seenAfterJump(state: DashboardState, cause: Cause): Step {
  const { jumpedTo } = state.attention;
  const isReading = cause.kind === 'intent' && (cause.intent.kind === 'why' || state.overlay?.kind === 'why');
  if (jumpedTo === null || cause.kind !== 'intent' || isReading) return stay(state);
  return withSeen({ ...state, attention: { ...state.attention, jumpedTo: null } }, jumpedTo);
}

/** Its facts have been read: as after a jump, the next key means that it has been seen. */
export const readAbout: StepHook = (step, { before }) => {
  const { state, effects } = step;
  if (before.overlay?.kind !== 'why' || state.overlay?.kind === 'why') return step;
  return { state: { ...state, attention: { ...state.attention, jumpedTo: before.overlay.key } }, effects };
};

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

/** A Pod that the user stops, or has seen end, does not fail behind his back; a stop that did not work takes that back. */
export const expectingEnds: StepHook = (step, { cause }) => {
  const stopped = step.effects.flatMap((effect) => (effect.kind === 'stop' ? [effect.key] : []));
  const state = stopped.reduce((next, key) => endExpected(next, key, true), step.state);
  if (cause.kind !== 'report') return state === step.state ? step : { ...step, state };
  const { report } = cause;
  if (report.kind === 'stopEnded' && report.outcome.kind === 'failed') {
    return { ...step, state: endExpected(state, report.key, false) };
  }
  const hasSeenEnd = report.kind === 'attachEnded' && report.outcome.kind === 'done' && report.outcome.ended === true;
  return hasSeenEnd ? { ...step, state: endExpected(state, report.key, true) } : step;
};

function endExpected(state: DashboardState, key: string, isExpected: boolean): DashboardState {
  const watched = new Set(state.attention.watched);
  const expected = new Set(state.attention.expected);
  (isExpected ? watched : expected).delete(key);
  (isExpected ? expected : watched).add(key);
  return { ...state, attention: { ...state.attention, watched, expected } };
}
