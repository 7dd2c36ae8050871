// Waits for what a script wants of Pods, and says of each what came of it.
import {
  defer,
  distinctUntilChanged,
  filter,
  firstValueFrom,
  from,
  map,
  merge,
  type Observable,
  of,
  scan,
  skipWhile,
  switchMap,
  take,
  takeWhile,
  timer,
} from 'rxjs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import type { Place } from '../places/place';
import { entryName } from '../podList/entryName';
import { goalState, type PodGoal } from '../podList/podGoal';
import type { PodEntry, PodList } from '../podList/podList';
import { watchPods } from '../streams/watchPods';
import { findPod, podSources } from './findPod';
import type { PodContext } from './foundPod';
import { hostsNamed } from './hostWords';
import { UsageError } from './line/usageError';
import { expandNames } from './podPatterns';
import { readExit } from './readExit';
import { watchText } from './watchText';

export const GOALS = ['idle', 'attention', 'ended', 'output=TEXT'] as const;

/** @throws UsageError */
export function parseGoal(until: string): PodGoal {
  if (until === 'idle' || until === 'attention' || until === 'ended') return { kind: until };
  const text = /^output=([\s\S]+)$/.exec(until)?.[1];
  if (text === undefined) throw new UsageError(`--until is one of ${GOALS.join(', ')}, not ${JSON.stringify(until)}.`);
  return { kind: 'output', text };
}

export interface WaitRequest {
  /** Names and globs. */
  readonly names: readonly string[];
  readonly goal: PodGoal;
  readonly timeoutMs: number;
  /** One is enough. */
  readonly any: boolean;
}

export type WaitOutcome = 'reached' | 'timeout' | 'never';

/** What came of one Pod. */
interface Waited {
  readonly outcome: WaitOutcome;
  /** As it was then; null: it is gone. */
  readonly entry: PodEntry | null;
  /** Why it can never be reached, a clause. */
  readonly reason: string | null;
}

interface Target {
  readonly entry: PodEntry;
  readonly place: Place;
}

export interface WaitResult extends Waited {
  readonly name: string;
  readonly place: Place;
}

export interface WaitReport {
  readonly kind: 'waited';
  readonly outcome: WaitOutcome;
  readonly waitedMs: number;
  readonly results: readonly WaitResult[];
}

/** A failure where the wait makes no sense: there is no such Pod. */
export async function waitForPods(context: PodContext, request: WaitRequest): Promise<WaitReport | ActionFailure> {
  const began = Date.now();
  const sources = await podSources(context, { hosts: hostsNamed(request.names, context.config) });
  const list$ = watchPods(sources).pipe(skipWhile(({ loading }) => loading));
  // The list is watched from the first look to the end: nothing is missed in between.
  const watching = list$.subscribe();
  try {
    const first = await firstValueFrom(list$);
    const targets = new Map<string, Target>();
    for (const name of expandNames(request.names, first.entries)) {
      const found = await findPod(context, name, null, first);
      if (found.kind !== 'found') return found;
      if (found.entry.foreign !== undefined) {
        const message = `"${displayName(name)}" is a session of another program: only Pods can be waited for.`;
        return failure('not-eligible', message);
      }
      targets.set(found.entry.key, { entry: found.entry, place: found.place });
    }
    const waited = await firstValueFrom(waitForAll(list$, targets, request));
    const results = [...targets].map(([key, { entry, place }]): WaitResult => {
      const own = waited.get(key) ?? { outcome: 'timeout', entry, reason: null };
      return { ...own, name: entryName(entry), place };
    });
    const outcome = outcomeOfAll(
      results.map((result) => result.outcome),
      request.any,
    );
    return { kind: 'waited', outcome, waitedMs: Date.now() - began, results };
  } finally {
    watching.unsubscribe();
  }
}

/** Emits once: what came of each when enough is known, or the time is over. */
function waitForAll(
  list$: Observable<PodList>,
  targets: ReadonlyMap<string, Target>,
  { goal, any, timeoutMs }: WaitRequest,
): Observable<ReadonlyMap<string, Waited>> {
  const late$ = timer(timeoutMs).pipe(map(() => 'late' as const));
  const waits = [...targets].map(([key, target]) =>
    waitForOne(list$, target, goal).pipe(map((waited) => [key, waited] as const)),
  );
  return merge(...waits, late$).pipe(
    scan(
      (known, next) =>
        next === 'late' ? { ...known, isOver: true } : { ...known, waited: new Map(known.waited).set(...next) },
      { waited: new Map<string, Waited>() as ReadonlyMap<string, Waited>, isOver: false },
    ),
    filter(({ waited, isOver }) => isOver || isEnough([...waited.values()], targets.size, any)),
    map(({ waited }) => waited),
    take(1),
  );
}

function isEnough(known: readonly Waited[], of: number, any: boolean): boolean {
  return known.length === of || known.some(({ outcome }) => outcome === (any ? 'reached' : 'never'));
}

/** Emits once, and never where it stays open. */
function waitForOne(list$: Observable<PodList>, target: Target, goal: PodGoal): Observable<Waited> {
  const states$ = list$.pipe(
    map(({ entries }) => entries.find(({ key }) => key === target.entry.key) ?? null),
    distinctUntilChanged(),
    map((entry) => ({ entry, state: goalState(entry, goal) })),
  );
  const settled$ = states$.pipe(
    filter(({ state }) => state.kind !== 'open'),
    take(1),
    map(
      ({ entry, state }): Waited =>
        state.kind === 'never'
          ? { outcome: 'never', entry, reason: state.reason }
          : { outcome: 'reached', entry, reason: null },
    ),
  );
  if (goal.kind !== 'output') return settled$;
  return outputOf(states$, settled$, target.place, goal.text);
}

/** Its text is watched for as long as the Pod lives; what it has put out last still counts. */
function outputOf(
  states$: Observable<{ readonly entry: PodEntry | null }>,
  ended$: Observable<Waited>,
  place: Place,
  text: string,
): Observable<Waited> {
  const live$ = states$.pipe(
    takeWhile(({ entry }) => entry !== null),
    filter(({ entry }) => entry?.state === 'live'),
    take(1),
  );
  return merge(live$, ended$.pipe(map(() => null))).pipe(
    take(1),
    switchMap((begun) => {
      const entry = begun?.entry ?? null;
      if (entry === null) return ended$;
      return watchText({ kind: 'found', entry, place }, text, ended$).pipe(
        switchMap((came) =>
          came ? of({ outcome: 'reached' as const, entry, reason: null }) : defer(() => from(ended$)),
        ),
      );
    }),
  );
}

function outcomeOfAll(outcomes: readonly WaitOutcome[], any: boolean): WaitOutcome {
  const order: readonly WaitOutcome[] = any ? ['reached', 'timeout', 'never'] : ['never', 'timeout', 'reached'];
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'reached';
}

/** As scripts and agents read it. */
export async function jsonWaited({ name, place, outcome, entry, reason }: WaitResult) {
  const exit = entry === null || entry.state === 'live' ? null : await readExit(place, entry);
  return {
    name,
    outcome,
    state: entry?.state ?? null,
    status: entry?.status ?? null,
    attention: entry?.attention ?? null,
    exitCode: exit?.code ?? null,
    signal: exit?.signal ?? null,
    reason,
  };
}
