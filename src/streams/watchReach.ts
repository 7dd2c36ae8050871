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
import { sameValue } from '../podList/sameValue';
import type { LivePod } from '../podList/types';
import type { WireEvent } from '../protocol/wireEvent';

/** What is known of the socket now. `settled`: it has answered, refused, or been silent for long enough. */
export type PodReach = Pick<
  LivePod,
  'reach' | 'status' | 'statusSince' | 'statusReason' | 'attention' | 'title' | 'cwd' | 'extensions' | 'error'
> & { readonly settled: boolean };

/** Before the first answer. */
export const PROBING: PodReach = {
  reach: 'probing',
  status: null,
  statusSince: null,
  statusReason: null,
  attention: null,
  title: null,
  cwd: null,
  extensions: [],
  error: null,
  settled: false,
};

const REACHABLE: PodReach = { ...PROBING, reach: 'reachable', settled: true };

/** Events that matter here; the rest of a connection is not even parsed. */
export const REACH_EVENTS: ReadonlySet<string> = new Set(['snapshot', 'status']);

/** Who accepts but says nothing for so long is reachable, status unknown (formats §6). */
const SILENCE_MS = 200;
/** A word that is on its way may hold a log of many megabytes: it is waited for this long. */
const LONG_WORD_MS = 2000;
const FIRST_DELAY_MS = 100;
/** A dead socket is tried no more often than this once it has been dead for a while; events wake it up earlier. */
const MAX_DELAY_MS = 30_000;
/** A connection that held so long was a good one: the back-off starts anew. */
const STABLE_MS = 1000;

interface Attempt {
  readonly reading: PodReach;
  /** Has this connection said its status? */
  readonly spoke: boolean;
  /** Something has come, though nothing whole that matters. */
  readonly receiving: boolean;
  readonly over: boolean;
}

/**
 * Connects for as long as it is subscribed. After an end of file it reconnects at once, keeping the last reading until
 * the socket has refused; after a refusal as soon as one of `wakeUps()` emits, and with growing delays where
 * `keepsTrying()`.
 */
export function watchReach(
  connect: () => Observable<ConnectionEvent>,
  wakeUps: () => Observable<unknown>,
  keepsTrying: () => boolean = () => true,
): Observable<PodReach> {
  return defer(() => {
    let last = PROBING;
    let failures = 0;
    let spokeAt: number | null = null;
    const attempt = defer(() => oneConnection(connect(), last)).pipe(
      tap(({ reading, spoke, over }) => {
        last = reading;
        if (spoke) spokeAt ??= asyncScheduler.now();
        if (over) failures = wasStable(spokeAt) ? 1 : failures + 1;
      }),
      map(({ reading }) => reading),
    );
    const pause = (): Observable<unknown> => {
      const delay = spokeAt !== null && failures === 1 ? 0 : retryDelay(failures);
      spokeAt = null;
      const wakeUp = wakeUps().pipe(tap(() => (failures = 0)));
      return race(delay === 0 || keepsTrying() ? timer(delay) : NEVER, wakeUp);
    };
    return attempt.pipe(
      repeat({ delay: pause }),
      startWith(PROBING),
      distinctUntilChanged((a, b) => sameValue(a, b)),
    );
  });
}

function wasStable(spokeAt: number | null): boolean {
  return spokeAt !== null && asyncScheduler.now() - spokeAt >= STABLE_MS;
}

function retryDelay(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1), MAX_DELAY_MS);
}

function oneConnection(connection: Observable<ConnectionEvent>, before: PodReach): Observable<Attempt> {
  return connection.pipe(
    mergeMap((event) => {
      if (event.kind === 'connected') return merge(of(event), timer(SILENCE_MS).pipe(map(() => SILENCE)));
      if (event.kind === 'receiving') return merge(of(event), timer(LONG_WORD_MS).pipe(map(() => END_OF_PATIENCE)));
      return of(event);
    }),
    scan(nextAttempt, { reading: before, spoke: false, receiving: false, over: false }),
    takeWhile(({ over }) => !over, true),
  );
}

const SILENCE = { kind: 'silence' } as const;
const END_OF_PATIENCE = { kind: 'endOfPatience' } as const;

function nextAttempt(attempt: Attempt, event: ConnectionEvent | typeof SILENCE | typeof END_OF_PATIENCE): Attempt {
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
    case 'refused':
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
  if (event.event !== 'snapshot' && event.event !== 'status') return attempt;
  const { status = null, since, reason, attention, title } = event.data;
  const said = { status, statusSince: since, statusReason: reason, attention, title };
  const known = event.event === 'snapshot' ? greetingOf(event.data.greeting) : attempt.reading;
  const { cwd, extensions } = known;
  return { ...attempt, spoke: true, reading: { ...REACHABLE, ...said, cwd, extensions } };
}

function greetingOf({ cwd, extensions }: { readonly cwd: string | null; readonly extensions: readonly string[] }) {
  return { cwd, extensions: [...extensions] };
}
