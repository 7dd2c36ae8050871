// A process that has a Pod and answers nowhere is asked for again until it is gone.
import { TestScheduler } from 'rxjs/testing';
import type { LivePod, Reach, StoredPod } from '../../src/podList/podFacts';
import type { SourceSnapshot } from '../../src/streams/sourceSnapshot';
import { watchSilentHolders } from '../../src/streams/watchSilentHolders';

const ID = { place: '/home', name: 'a' };
const HOLDER = { socket: '/run/a/sock', words: 'its process runs' };

function storedAs(...held: boolean[]): SourceSnapshot<StoredPod> {
  const facts = held.map((isHeld, index): StoredPod => {
    const id = { ...ID, name: index === 0 ? 'a' : 'b' };
    const metadata = { kind: 'ok', active: null, launch: null } as const;
    return { id, metadata, log: null, ...(isHeld && { holder: HOLDER }) };
  });
  return { facts, problems: [], loading: false };
}

function liveAs(reach: Reach | null): SourceSnapshot<LivePod> {
  const unknown = {
    error: null,
    status: null,
    statusSince: null,
    statusReason: null,
    attention: null,
    title: null,
    startedAt: null,
  };
  const fact = { id: ID, socketPath: '/run/a/sock', segmentId: null, log: null, cwd: null, extensions: [], ...unknown };
  return { facts: reach === null ? [] : [{ ...fact, reach }], problems: [], loading: false };
}

const STORED = { h: storedAs(true), n: storedAs(false), b: storedAs(true, true) };
const LIVE = { r: liveAs('reachable'), p: liveAs('probing'), u: liveAs('unreachable'), o: liveAs(null) };

test.each([
  ['nobody while it answers, or may', 'h', 'p-r', '5s !', ''],
  ['nobody where no process has it', 'n', 'u', '5s !', ''],
  ['at once when its socket falls silent, then every two seconds', 'h', 'r--u', '5s !', '---a 1999ms a 1999ms a'],
  ['also where its entry has gone', 'h', 'r--o', '1s !', '---a'],
  ['no longer when it answers again', 'h', 'u--r', '5s !', 'a'],
  ['no longer when it is gone', 'h--n', 'u', '5s !', 'a'],
  ['each of them', 'b', 'o', '1s !', '(ab)'],
])('%s', (_, stored, live, end, expected) => {
  new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ hot, expectObservable }) => {
    const looks$ = watchSilentHolders(hot(stored, STORED), hot(live, LIVE));
    expectObservable(looks$, end).toBe(expected);
  });
});
