// What one Pod's socket says over a lasting connection: probing, reachable with its status, or unreachable.
import {
  asyncScheduler,
  defer,
  distinctUntilChanged,
  map,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  of,
  race,
  repeat,
  scan,
  startWith,
  takeWhile,
  tap,
  timer,
} from 'rxjs';
import type { ConnectionEvent } from '../client/connectPod';
import type { LivePod } from '../podList/podFacts';
import { sameValue } from '../podList/sameValue';
import type { WireEvent } from '../protocol/wireEvent';
import { attentionAfter } from './attentionAfter';

/** What is known of the socket now. `settled`: it has answered, refused, or been silent for long enough. */
export type PodReach = Pick<
  LivePod,
  | 'reach'
  | 'status'
  | 'statusSince'
  | 'statusReason'
  | 'attention'
  | 'title'
  | 'cwd'
  | 'startedAt'
  | 'extensions'
  | 'error'
  | 'faults'
  | 'isStatusSaid'
  | 'lastOutput'
> & { readonly settled: boolean };

/** `rested`: the connection was given back so that others can have theirs; it says nothing of the Pod. */
export type ReachEvent = ConnectionEvent | { readonly kind: 'rested' };

/** Before the first answer. */
export const PROBING: PodReach = {
  reach: 'probing',
  status: null,
  statusSince: null,
  statusReason: null,
  attention: null,
  title: null,
  cwd: null,
  startedAt: null,
  extensions: [],
  error: null,
  settled: false,
};

const REACHABLE: PodReach = { ...PROBING, reach: 'reachable', settled: true };

/** Events that matter here; the rest of a connection is not even parsed. */
export const REACH_EVENTS: ReadonlySet<string> = new Set(['snapshot', 'status', 'run_end', 'error']);

/** Who accepts but says nothing for so long is reachable, status unknown (formats §6). */
const SILENCE_MS = 200;
/** A word that is on its way may hold a log of many megabytes: it is waited for this long. */
const LONG_WORD_MS = 2000;
const FIRST_DELAY_MS = 100;
/** A dead socket is tried no more often than this once it has been dead for a while; events wake it up earlier. */
const MAX_DELAY_MS = 30_000;
/** Who has given its connection back waits so long for the next one; what it has heard stays. */
const REST_MS = 10_000;
/** How often we may fail to open a file of our own before a list goes out without an answer. */
const MAX_SHORTAGES = 5;
/** A connection that held so long was a good one: the back-off starts anew. */
const STABLE_MS = 1000;

interface Attempt {
  readonly reading: PodReach;
  /** Has this connection said its status? */
  readonly spoke: boolean;
  /** Something has come, though nothing whole that matters. */
  readonly receiving: boolean;
  readonly over: boolean;
  /** It ended without a word on the Pod. */
  readonly why: 'rested' | 'shortage' | null;
}

/**
 * Connects for as long as it is subscribed. After an end of file it reconnects at once, keeping the last reading until
 * the socket has refused; after a refusal as soon as one of `wakeUps()` emits, and with growing delays where
 * `keepsTrying()`.
 */
export function watchReach(
  connect: () => Observable<ReachEvent>,
  wakeUps: () => Observable<unknown>,
  keepsTrying: () => boolean = () => true,
): Observable<PodReach> {
  return defer(() => {
    const tries = new Tries();
    return defer(() => oneConnection(connect(), tries.last)).pipe(
      map((attempt) => tries.note(attempt)),
      repeat({ delay: () => tries.pause(wakeUps, keepsTrying) }),
      startWith(PROBING),
      distinctUntilChanged((a, b) => sameValue(a, b)),
    );
  });
}

/** What came of the connections so far, and when the next one is worth it. */
class Tries {
  last = PROBING;
  private failures = 0;
  private shortages = 0;
  private isResting = false;
  private spokeAt: number | null = null;

  /** The reading that is told. */
  note({ reading, spoke, over, why }: Attempt): PodReach {
    if (over) this.shortages = why === 'shortage' ? this.shortages + 1 : 0;
    this.isResting = why === 'rested';
    this.last = this.shortages >= MAX_SHORTAGES ? { ...reading, settled: true } : reading;
    if (spoke) this.spokeAt ??= asyncScheduler.now();
    if (over && why === null) this.failures = this.wasStable() ? 1 : this.failures + 1;
    return this.last;
  }

  pause(wakeUps: () => Observable<unknown>, keepsTrying: () => boolean): Observable<unknown> {
    const wasGood = this.spokeAt !== null && this.failures === 1;
    this.spokeAt = null;
    if (this.isResting) return race(timer(REST_MS), wakeUps());
    if (this.shortages > 0) return timer(retryDelay(this.shortages));
    const delay = wasGood ? 0 : retryDelay(this.failures);
    const wakeUp = wakeUps().pipe(
      tap(() => {
        this.failures = 0;
      }),
    );
    return race(wasGood || keepsTrying() ? timer(delay) : NEVER, wakeUp);
  }

  private wasStable(): boolean {
    // A clock that was set back meanwhile was not set back by a moment.
    return this.spokeAt !== null && Math.abs(asyncScheduler.now() - this.spokeAt) >= STABLE_MS;
  }
}

function retryDelay(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1), MAX_DELAY_MS);
}

function oneConnection(connection: Observable<ReachEvent>, before: PodReach): Observable<Attempt> {
  return connection.pipe(
    mergeMap((event) => {
      if (event.kind === 'connected') return merge(of(event), timer(SILENCE_MS).pipe(map(() => SILENCE)));
      if (event.kind === 'receiving') return merge(of(event), timer(LONG_WORD_MS).pipe(map(() => END_OF_PATIENCE)));
      return of(event);
    }),
    scan(nextAttempt, { reading: before, spoke: false, receiving: false, over: false, why: null }),
    takeWhile(({ over }) => !over, true),
  );
}

const SILENCE = { kind: 'silence' } as const;
const END_OF_PATIENCE = { kind: 'endOfPatience' } as const;

function nextAttempt(attempt: Attempt, event: ReachEvent | typeof SILENCE | typeof END_OF_PATIENCE): Attempt {
  switch (event.kind) {
    case 'connected':
      return attempt;
    case 'receiving':
      return { ...attempt, receiving: true };
    case 'silence':
      return attempt.spoke || attempt.receiving ? attempt : { ...attempt, reading: REACHABLE };
    case 'endOfPatience':
      return attempt.spoke ? attempt : { ...attempt, reading: REACHABLE };
    case 'event':
      return afterEvent(attempt, event.event);
    case 'rested':
      return { ...attempt, over: true, why: 'rested' };
    case 'refused':
      if (event.isOurFault === true) return { ...attempt, over: true, why: 'shortage' };
      return {
        ...attempt,
        over: true,
        reading: { ...PROBING, reach: 'unreachable', error: event.reason, settled: true },
      };
    case 'closed':
      return { ...attempt, over: true, reading: attempt.spoke ? attempt.reading : REACHABLE };
  }
}

function afterEvent(attempt: Attempt, event: WireEvent): Attempt {
  if (event.event !== 'snapshot' && event.event !== 'status') {
    const { reading } = attempt;
    if (saysAttention(reading)) return attempt;
    return { ...attempt, reading: { ...reading, attention: attentionAfter(reading.attention, event) } };
  }
  const { status = null, since, reason, attention, title, faults = [], said: isSaid = false, output } = event.data;
  const said = {
    status,
    statusSince: since,
    statusReason: reason,
    title,
    ...(isSaid && { isStatusSaid: true }),
    ...(output !== undefined && { lastOutput: output }),
    ...(faults.length > 0 && { faults }),
  };
  const known = event.event === 'snapshot' ? greetingOf(event.data.greeting) : attempt.reading;
  const { cwd, startedAt, extensions } = known;
  const needs = saysAttention(known) ? attention : attentionAfter(attempt.reading.attention, event);
  return { ...attempt, spoke: true, reading: { ...REACHABLE, ...said, attention: needs, cwd, startedAt, extensions } };
}

/** Whoever has a word of our own knows the others, and who has none (insomnia's Pods) says nothing of its user. */
function saysAttention({ extensions }: Pick<PodReach, 'extensions'>): boolean {
  return extensions.length > 0;
}

type Greeting = Extract<WireEvent, { event: 'snapshot' }>['data']['greeting'];

function greetingOf({ cwd, started_at, extensions }: Greeting): Pick<PodReach, 'cwd' | 'startedAt' | 'extensions'> {
  return { cwd, startedAt: started_at ?? null, extensions: [...extensions] };
}
