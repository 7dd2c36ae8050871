// `podwatch wait NAME… --until idle|attention|ended|output=TEXT`.
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
import { failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { openPlaces } from '../places/openPlaces';
import type { Place } from '../places/place';
import { goalState, type PodGoal } from '../podList/podGoal';
import type { PodEntry, PodList } from '../podList/types';
import { watchPods } from '../streams/watchPods';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { defineCommand } from './line/command';
import { podNames } from './line/commonFields';
import { UsageError } from './line/usageError';
import { parseSpan } from './parseSpan';
import { expandNames } from './podPatterns';
import { print, printJson } from './printText';
import { readExit } from './readExit';
import { reportFailure } from './reportFailure';
import { watchText } from './watchText';

const GOALS = ['idle', 'attention', 'ended', 'output=TEXT'] as const;
/** Nobody waits for ever. */
const DEFAULT_TIMEOUT_MS = 10 * 60_000;

export const command = defineCommand({
  name: 'wait',
  group: 'pods',
  summary: 'Wait until Pods are idle, need you, have ended, or have put out a text',
  details: [
    'It waits for all of them, with --any for one. What is so already counts; of a text, what the screen shows and what is put out from now on (of an agent, what it has said since your last words). Without --timeout it waits for 10 minutes.',
    'Exit codes: 0 reached, 1 timed out, 3 no such Pod, 4 it can never be reached (the Pod is not running).',
  ],
  positionals: { names: { ...podNames, complete: { pods: null } } },
  options: {
    until: {
      type: 'string',
      requiresArg: true,
      value: 'WHAT',
      default: 'idle',
      complete: { words: ['idle', 'attention', 'ended', 'output='] },
      describe: `${GOALS.join(', ')} (default: idle)`,
    },
    timeout: {
      type: 'string',
      requiresArg: true,
      value: 'S',
      describe: 'At most so long: seconds, or with a unit (5m)',
    },
    any: { type: 'boolean', default: false, describe: 'Until one of them has reached it' },
    json: { type: 'boolean', default: false, describe: 'One JSON line on what came of it' },
  },
  rest: 'words',
  run: (context, { names, until, timeout, any, json }, more) =>
    runWait(context, {
      names: [...names, ...more],
      goal: parseGoal(until),
      until,
      timeoutMs: timeout === undefined ? DEFAULT_TIMEOUT_MS : parseSpan('--timeout', timeout),
      any,
      json,
    }),
});

/** @throws UsageError */
function parseGoal(until: string): PodGoal {
  if (until === 'idle' || until === 'attention' || until === 'ended') return { kind: until };
  const text = /^output=([\s\S]+)$/.exec(until)?.[1];
  if (text === undefined) throw new UsageError(`--until is one of ${GOALS.join(', ')}, not ${JSON.stringify(until)}.`);
  return { kind: 'output', text };
}

interface WaitArgs {
  readonly names: readonly string[];
  readonly goal: PodGoal;
  /** As it was written. */
  readonly until: string;
  readonly timeoutMs: number;
  /** One is enough. */
  readonly any: boolean;
  readonly json: boolean;
}

type Outcome = 'reached' | 'timeout' | 'never';

/** What came of one Pod. */
interface Waited {
  readonly outcome: Outcome;
  /** As it was then; null: it is gone. */
  readonly entry: PodEntry | null;
  /** Why it can never be reached, a clause. */
  readonly reason: string | null;
}

const EXIT_CODES: Readonly<Record<Outcome, number>> = { reached: 0, timeout: 1, never: 4 };

interface Target {
  readonly entry: PodEntry;
  readonly place: Place;
}

async function runWait(context: CommandContext, args: WaitArgs): Promise<number> {
  const began = performance.now();
  const places = openPlaces(context);
  const list$ = watchPods(places.all).pipe(skipWhile(({ loading }) => loading));
  // The list is watched from the first look to the end: nothing is missed in between.
  const watching = list$.subscribe();
  try {
    const first = await firstValueFrom(list$);
    const targets = new Map<string, Target>();
    for (const name of expandNames(args.names, first.entries)) {
      const found = await findPod(context, name, null, first);
      if (found.kind !== 'found') return reportFailure(context, found);
      if (found.entry.foreign !== undefined) {
        const message = `"${displayName(name)}" is a session of another program: only Pods can be waited for.`;
        return reportFailure(context, failure('not-eligible', message));
      }
      targets.set(found.entry.key, { entry: found.entry, place: found.place });
    }
    const waited = await firstValueFrom(waitForAll(list$, targets, args));
    return await report(context, { args, targets, waited, waitedMs: Math.round(performance.now() - began) });
  } finally {
    watching.unsubscribe();
  }
}

/** Emits once: what came of each when enough is known, or the time is over. */
function waitForAll(
  list$: Observable<PodList>,
  targets: ReadonlyMap<string, Target>,
  { goal, any, timeoutMs }: WaitArgs,
): Observable<ReadonlyMap<string, Waited>> {
  const late$ = timer(timeoutMs).pipe(map(() => 'late' as const));
  const each$ = [...targets].map(([key, target]) =>
    waitForOne(list$, target, goal).pipe(map((waited) => [key, waited] as const)),
  );
  return merge(...each$, late$).pipe(
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

interface Report {
  readonly args: WaitArgs;
  readonly targets: ReadonlyMap<string, Target>;
  readonly waited: ReadonlyMap<string, Waited>;
  readonly waitedMs: number;
}

interface Result extends Waited {
  readonly name: string;
  readonly place: Place;
}

async function report(context: CommandContext, { args, targets, waited, waitedMs }: Report): Promise<number> {
  const results = [...targets].map(([key, { entry, place }]): Result => {
    const own = waited.get(key) ?? { outcome: 'timeout', entry, reason: null };
    return { ...own, name: entry.id.name, place };
  });
  const outcome = outcomeOfAll(
    results.map((result) => result.outcome),
    args.any,
  );
  if (args.json) {
    const pods = await Promise.all(results.map(jsonResult));
    printJson(context.stdout, { at: Date.now(), until: args.until, outcome, waitedMs, pods });
    return EXIT_CODES[outcome];
  }
  for (const result of results) say(context, result, args, outcome);
  return EXIT_CODES[outcome];
}

function outcomeOfAll(outcomes: readonly Outcome[], any: boolean): Outcome {
  const order: readonly Outcome[] = any ? ['reached', 'timeout', 'never'] : ['never', 'timeout', 'reached'];
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'reached';
}

/** Of those that were not waited for to the end nothing is said. */
function say(context: CommandContext, { name, outcome, reason }: Result, args: WaitArgs, ofAll: Outcome): void {
  const shown = displayName(name);
  if (outcome === 'reached') print(context.stdout, `${shown}: ${args.until}`);
  else if (outcome === 'never') {
    reportFailure(context, failure('not-eligible', `"${shown}" can never be ${wordsOf(args)}: ${reason}.`));
  } else if (ofAll === 'timeout') {
    const message = `"${shown}" was not ${wordsOf(args)} within ${args.timeoutMs / 1000} s.`;
    reportFailure(context, failure('timeout', message));
  }
}

function wordsOf({ goal }: WaitArgs): string {
  if (goal.kind === 'attention') return 'in need of you';
  return goal.kind === 'output' ? 'seen to put that out' : goal.kind;
}

async function jsonResult({ name, place, outcome, entry, reason }: Result): Promise<object> {
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
