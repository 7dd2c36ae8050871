// What a socket says over time, in marbles: reachable, silent, refused, tried again.
import { NEVER, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { ConnectionEvent } from '../../src/client/connectPod';
import { parseWireEvent } from '../../src/protocol/wireEvent';
import { type PodReach, PROBING, watchReach } from '../../src/streams/watchReach';

const event = (name: string, data: object): ConnectionEvent => {
  const parsed = parseWireEvent(JSON.stringify({ event: name, data }));
  if (!parsed.ok) throw new Error(parsed.error);
  return { kind: 'event', event: parsed.value };
};

const bare = { pod_name: 'x', cwd: '/w' };
const greeting = { pod_name: 'x', cwd: '/w', extensions: ['screen'] };
const said: Record<string, ConnectionEvent> = {
  c: { kind: 'connected', send: () => {} },
  g: { kind: 'receiving' },
  a: event('alert', { level: 'warn', message: 'careful' }),
  s: event('snapshot', { entries: [], greeting, status: 'idle' }),
  r: event('status', { status: 'running', since: 5, reason: 'output flows', title: 'vim' }),
  b: event('status', { status: 'running', attention: { kind: 'bell', message: 'ding', since: 7 } }),
  S: event('snapshot', { entries: [], greeting: bare, status: 'idle' }),
  R: event('status', { status: 'running' }),
  I: event('status', { status: 'idle' }),
  P: event('status', { status: 'paused' }),
  e: event('run_end', { result: 'finished' }),
  o: event('run_end', { result: 'paused' }),
  f: event('error', { code: 'provider_error', message: 'no key' }),
  y: event('error', { code: 'already_running', message: 'busy' }),
  k: event('error', { code: 'internal', message: 'Cancelled' }),
  F: event('snapshot', {
    entries: [
      { kind: 'run_errored', ts: 3, interrupted: true, message: 'no key' },
      { kind: 'llm_usage', ts: 4 },
    ],
    greeting: bare,
    status: 'idle',
  }),
  K: event('snapshot', {
    entries: [{ kind: 'run_errored', ts: 3, interrupted: true, message: 'Cancelled' }],
    greeting: bare,
    status: 'idle',
  }),
  x: { kind: 'closed', reason: 'gone' },
  n: { kind: 'refused', reason: 'nobody' },
};

const quiet: PodReach = { ...PROBING, reach: 'reachable', settled: true };
const idle: PodReach = { ...quiet, status: 'idle', cwd: '/w', extensions: ['screen'] };
const turn = (kind: 'failed' | 'finished', message: string, since: number) => ({
  kind,
  message,
  permissions: 0,
  since,
});
const reach: Record<string, PodReach> = {
  p: PROBING,
  q: quiet,
  i: idle,
  r: { ...idle, status: 'running', statusSince: 5, statusReason: 'output flows', title: 'vim' },
  b: { ...idle, status: 'running', attention: { kind: 'bell', message: 'ding', permissions: 0, since: 7 } },
  1: { ...quiet, status: 'idle', cwd: '/w' },
  2: { ...quiet, status: 'running', cwd: '/w' },
  3: { ...quiet, status: 'running', cwd: '/w', attention: turn('finished', '', 30) },
  4: { ...quiet, status: 'idle', cwd: '/w', attention: turn('finished', '', 30) },
  5: { ...quiet, status: 'running', cwd: '/w', attention: turn('failed', 'no key', 30) },
  6: { ...quiet, status: 'idle', cwd: '/w', attention: turn('failed', 'no key', 30) },
  7: { ...quiet, status: 'paused', cwd: '/w' },
  8: { ...quiet, status: 'idle', cwd: '/w', attention: turn('failed', 'no key', 3) },
  u: { ...PROBING, reach: 'unreachable', error: 'nobody', settled: true },
};

interface Case {
  /** One marble a connection; the last one is repeated. */
  readonly connections: readonly string[];
  readonly wakeUps?: string;
  readonly until: string;
  readonly expected: string;
  /** When each connection was opened, ms. */
  readonly openedAt?: readonly number[];
}

function check({ connections, wakeUps, until, expected, openedAt }: Case): void {
  const scheduler = new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted));
  const opened: number[] = [];
  scheduler.run(({ cold, hot, expectObservable }) => {
    const connect = (): Observable<ConnectionEvent> => {
      const marble = connections[Math.min(opened.length, connections.length - 1)] ?? '';
      opened.push(scheduler.now());
      return cold(marble, said);
    };
    const wakeUps$ = wakeUps === undefined ? NEVER : hot(wakeUps);
    expectObservable(
      watchReach(connect, () => wakeUps$),
      until,
    ).toBe(expected, reach);
  });
  if (openedAt !== undefined) expect(opened).toEqual(openedAt);
}

describe('watchReach', () => {
  test('the snapshot decides; alerts before it do not', () =>
    check({ connections: ['-ca 10ms s'], until: '1s !', expected: 'p 12ms i' }));

  test('status pushes are told with since, reason and title; cwd and extensions stay', () =>
    check({ connections: ['-cs 10ms r'], until: '1s !', expected: 'p-i 10ms r' }));

  test('attention comes with a push and ends with the next that does not speak of it', () =>
    check({ connections: ['-cs 10ms b 10ms r'], until: '1s !', expected: 'p-i 10ms b 10ms r' }));

  test('a Pod without a word of ours: its turns say what it needs, and the next run takes it back', () => {
    check({ connections: ['-cS 17ms R 9ms e 9ms I 9ms R'], until: '1s !', expected: 'p-1 17ms 2 9ms 3 9ms 4 9ms 2' });
    check({ connections: ['-cS 17ms R 9ms f 9ms I 9ms R'], until: '1s !', expected: 'p-1 17ms 2 9ms 5 9ms 6 9ms 2' });
  });

  test('a pause, a cancel and a refusal need nobody; a failure is known from the log, too', () => {
    check({ connections: ['-cS 17ms R 9ms o 9ms P'], until: '1s !', expected: 'p-1 17ms 2 19ms 7' });
    check({ connections: ['-cS 17ms R 9ms k 9ms I'], until: '1s !', expected: 'p-1 17ms 2 19ms 1' });
    check({ connections: ['-cS 9ms y'], until: '1s !', expected: 'p-1' });
    check({ connections: ['-cF'], until: '1s !', expected: 'p-8' });
    check({ connections: ['-cK'], until: '1s !', expected: 'p-1' });
  });

  test('silence for 200 ms after connecting is reachable, status unknown; a late word still counts', () =>
    check({ connections: ['-c 299ms s'], until: '1s !', expected: 'p 200ms q 99ms i' }));

  test('a long word that is on its way is no silence, but not for ever', () => {
    check({ connections: ['-cg 1500ms s'], until: '3s !', expected: 'p 1502ms i' });
    check({ connections: ['-cg 2500ms s'], until: '3s !', expected: 'p 2001ms q 500ms i' });
  });

  test('an alert is no word', () => check({ connections: ['-c 50ms a'], until: '1s !', expected: 'p 200ms q' }));

  test('a slow connect stays undecided', () => check({ connections: ['900ms c'], until: '1s !', expected: 'p' }));

  test('a refusal is unreachable; the tries grow apart, up to 30 s', () =>
    check({
      connections: ['(n|)'],
      until: '120s !',
      expected: '(pu)',
      openedAt: [0, 100, 300, 700, 1500, 3100, 6300, 12_700, 25_500, 51_100, 81_100, 111_100],
    }));

  test('a wake-up tries again at once, and starts the delays anew', () =>
    check({
      connections: ['(n|)'],
      wakeUps: '1s w',
      until: '1250ms !',
      expected: '(pu)',
      openedAt: [0, 100, 300, 700, 1000, 1100],
    }));

  test('a wake-up finds the Pod that came up', () =>
    check({ connections: ['(n|)', '(n|)', '(cs)'], wakeUps: '150ms w', until: '1s !', expected: '(pu) 146ms i' }));

  test('an end of file reconnects at once; nothing changes if the Pod is still there', () =>
    check({
      connections: ['(cs) 1996ms (x|)', '(cs)'],
      until: '3s !',
      expected: '(pi)',
      openedAt: [0, 2000],
    }));

  test('an end of file and a refusal is unreachable at once', () =>
    check({
      connections: ['(cs) 1996ms (x|)', '(n|)'],
      until: '2250ms !',
      expected: '(pi) 1996ms u',
      openedAt: [0, 2000, 2200],
    }));

  test('who accepts and hangs up is reachable without a status, and is not hammered', () =>
    check({
      connections: ['(cx|)'],
      until: '4s !',
      expected: '(pq)',
      openedAt: [0, 100, 300, 700, 1500, 3100],
    }));

  test('who greets and hangs up at once is not hammered either', () =>
    check({
      connections: ['(csx|)'],
      until: '4s !',
      expected: '(pi)',
      openedAt: [0, 0, 200, 600, 1400, 3000],
    }));

  test('reconnecting to silence loses the old status', () =>
    check({ connections: ['(cs) 1996ms (x|)', 'c'], until: '3s !', expected: '(pi) 2196ms q' }));
});
