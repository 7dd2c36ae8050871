// What the registry claims and what sockets answer become the facts of live Pods.

import fs from 'node:fs';
import path from 'node:path';
import { BehaviorSubject, concat, NEVER, of } from 'rxjs';
import { ConnectionPool } from '../../src/client/connectionPool';
import type { LivePod, StoredPod } from '../../src/podList/podFacts';
import { type HomePaths, podRuntimeDir } from '../../src/protocol/homePaths';
import { type Allocation, parseRegistryTable } from '../../src/protocol/registryTable';
import { type DirectoryChanges, directoryWatches, UNWATCHED } from '../../src/streams/directoryWatches';
import { segmentLogs } from '../../src/streams/segmentLogs';
import type { SourceSnapshot } from '../../src/streams/sourceSnapshot';
import { watchLive } from '../../src/streams/watchLive';
import { type RegistrySnapshot, watchRegistry } from '../../src/streams/watchRegistry';
import { PATIENCE_MS } from '../fixtures/patience';
import { until } from '../fixtures/until';
import {
  activeRecord,
  endAll,
  fakePod,
  hear,
  SEGMENT,
  snapshotEvent,
  socketOf,
  tempHome,
  userInput,
  writeLog,
  writeMetadata,
  writeRegistry,
} from './streamFixtures';

afterEach(async () => {
  jest.useRealTimers();
  await endAll();
});

/** The first back-off takes 100 ms: twice so long is not over, and only an event can lead to another try. */
const SHORT_OF_BACK_OFF_MS = 40;

/**
 * Nearly without timers: those that gather what comes at a time are shorter than any back-off. They go ever more slowly, so that
 * something is left of them for what comes late.
 */
async function withoutTimers(look: () => boolean, mostMs = SHORT_OF_BACK_OFF_MS): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let elapsed = 0;
  let next = 0;
  while (!look()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
    if (elapsed >= mostMs || Date.now() < next) continue;
    jest.advanceTimersByTime(1);
    elapsed += 1;
    next = Date.now() + Math.min(200, elapsed ** 3 / 100);
  }
}

/** What a piece of work has cost is faked as well: the more it has, the longer the next one is waited for. */
function stopBackOff(): void {
  const kept = ['Date', 'hrtime', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const;
  jest.useFakeTimers({ doNotFake: [...kept] });
}

const allocation = (name: string, socket: string): Allocation => {
  const table = parseRegistryTable(
    JSON.stringify({ allocations: [{ pod_name: name, pid: 1, socket, scope_allow: [] }] }),
  );
  if (!table.ok || table.value.allocations[0] === undefined) throw new Error('no allocation');
  return table.value.allocations[0];
};

const around = (changes: DirectoryChanges) => ({ changes, pool: new ConnectionPool() });

describe('watchLive', () => {
  test('a store that is slow to read holds no live Pod back', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'));
    writeLog(home, [userInput(5, 'one')]);
    writeRegistry(home, [{ name: 'a', socket: pod.socket, segmentId: SEGMENT }]);
    const registry$ = watchRegistry(home, UNWATCHED);
    const logs = segmentLogs(home, UNWATCHED);
    const heard = hear(watchLive({ home, registry$, stored$: NEVER, logs, around: around(UNWATCHED) }));
    const snapshot = await heard.waitFor(({ facts }) => facts[0]?.reach === 'reachable');
    expect(snapshot).toMatchObject({ loading: true, facts: [{ status: 'idle', segmentId: SEGMENT, log: null }] });
  });

  test('what Pods print alone makes few lists; how one stands goes at once, and takes that along', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'));
    const status = (bytes: number, more: object = {}) => ({
      event: 'status',
      data: { status: 'running', since: 5, output: { at: 1000 + bytes, line: `line ${bytes}`, bytes }, ...more },
    });
    const heard = hear(
      watchLive({
        home,
        registry$: concat(
          of({ facts: [allocation('a', pod.socket)], broken: [], problems: [], loading: false }),
          NEVER,
        ),
        stored$: concat(of({ facts: [], problems: [], loading: false }), NEVER),
        logs: segmentLogs(home, UNWATCHED),
        around: { changes: UNWATCHED, pool: new ConnectionPool() },
      }),
    );
    const last = () => heard.last()?.facts[0];
    await until(() => last()?.reach === 'reachable');
    pod.say(status(1));
    await until(() => last()?.lastOutput?.bytes === 1);
    const { length } = heard.values;
    jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
    for (const bytes of [2, 3, 4]) {
      pod.say(status(bytes));
      await new Promise((resolve) => setImmediate(resolve));
    }
    pod.say(status(5, { title: 'another' }));
    // Short of what output alone waits; so long a list waits at most behind one that was held up.
    await withoutTimers(() => last()?.title === 'another', 249);
    expect(last()?.lastOutput?.line).toBe('line 5');
    expect(heard.values.length).toBeLessThanOrEqual(length + 1);
    jest.useRealTimers();
    pod.say(status(6, { title: 'another' }));
    await until(() => last()?.lastOutput?.bytes === 6);
  });

  test('a dead socket that is bound anew is tried at once, by the event of its file', async () => {
    const home = tempHome();
    const socket = socketOf(home, 'a');
    stopBackOff();
    const changes = directoryWatches();
    const registry$ = concat(of({ facts: [allocation('a', socket)], problems: [], broken: [], loading: false }), NEVER);
    const heard = hear(
      watchLive({ home, registry$, stored$: NEVER, logs: segmentLogs(home, changes), around: around(changes) }),
    );
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'unreachable');
    await fakePod(socket);
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'reachable');
  });

  test('a registry that changes has every dead socket tried at once', async () => {
    const home = tempHome();
    const socket = socketOf(home, 'a');
    stopBackOff();
    const registry$ = new BehaviorSubject<RegistrySnapshot>({
      facts: [allocation('a', socket)],
      problems: [],
      broken: [],
      loading: false,
    });
    const logs = segmentLogs(home, UNWATCHED);
    const heard = hear(watchLive({ home, registry$, stored$: NEVER, logs, around: around(UNWATCHED) }));
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'unreachable');
    await fakePod(socket);
    registry$.next({ ...registry$.value, facts: [allocation('a', socket), allocation('b', `${socket}-b`)] });
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'reachable');
  });
});

test('an entry that names no socket is one bad row with the reason; nobody connects anywhere for it', async () => {
  const home = tempHome();
  const pod = await fakePod(socketOf(home, 'a'));
  const relative = path.relative(process.cwd(), pod.socket);
  writeRegistry(home, [
    { name: 'a', socket: pod.socket },
    { name: 'empty', socket: '' },
    { name: 'near', socket: relative },
  ]);
  const registry$ = watchRegistry(home, UNWATCHED);
  const logs = segmentLogs(home, UNWATCHED);
  const stored$ = of({ facts: [], problems: [], loading: false });
  const heard = hear(watchLive({ home, registry$, stored$, logs, around: around(UNWATCHED) }));
  const { facts, problems } = await heard.waitFor(({ loading }) => !loading);
  const error = 'its socket path is not an absolute path';
  expect(facts.map(({ id, reach, error: why }) => [id.name, reach, why])).toEqual([
    ['a', 'reachable', null],
    ['empty', 'unreachable', error],
    ['near', 'unreachable', error],
  ]);
  expect(problems).toEqual([]);
  expect(pod.accepted()).toBe(1);
});

describe('a Pod without an entry in the registry', () => {
  const start = (home: HomePaths, changes: DirectoryChanges) =>
    hear(
      watchLive({
        home,
        registry$: watchRegistry(home, changes),
        stored$: NEVER,
        logs: segmentLogs(home, changes),
        around: around(changes),
      }),
    );
  const states = (snapshot: SourceSnapshot<LivePod> | undefined) =>
    snapshot?.facts.map(({ id, reach, status }) => [id.name, reach, status]);

  test('is live where its socket answers, from the first list that has settled', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'lost'), [snapshotEvent({ status: 'paused' })]);
    writeMetadata(home, 'lost', activeRecord('lost'));
    const heard = start(home, UNWATCHED);
    expect(await heard.waitFor(({ facts }) => facts.length > 0)).toMatchObject({
      facts: [{ id: { place: home.data, name: 'lost' }, socketPath: pod.socket, status: 'paused', segmentId: null }],
    });
    expect(heard.values.filter(({ facts }) => facts.length === 0).every(({ loading }) => loading)).toBe(true);
    expect(pod.accepted()).toBe(1);
  });

  test('without a record, or without anybody behind its socket, is no fact, and is not tried again and again', async () => {
    const home = tempHome();
    const foreign = await fakePod(socketOf(home, 'foreign'));
    fs.mkdirSync(podRuntimeDir(home, 'dead'));
    fs.writeFileSync(socketOf(home, 'dead'), '');
    writeMetadata(home, 'dead', activeRecord('dead'));
    const pod = await fakePod(socketOf(home, 'a'));
    writeMetadata(home, 'a', activeRecord('a'));
    stopBackOff();
    const heard = start(home, directoryWatches());
    await withoutTimers(() => states(heard.last())?.length === 1);
    expect(states(heard.last())).toEqual([['a', 'reachable', 'idle']]);
    expect(foreign.accepted()).toBe(0);
    expect(pod.accepted()).toBe(1);
    // The wait for the word of the one that is connected.
    jest.advanceTimersByTime(200);
    // Time for another refusal, and the timer that it would lead to.
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    // The look at the directories now and then is all that is left.
    expect(jest.getTimerCount()).toBe(1);
  });

  test('that the store says lives in another runtime directory is followed there, as soon as it answers', async () => {
    const home = tempHome();
    const elsewhere = path.join(home.data, 'other', 'a', 'sock');
    // Where its directory is there already nothing tells of the socket in it.
    fs.mkdirSync(path.dirname(elsewhere), { recursive: true });
    const holder = { socket: elsewhere, words: 'its process runs elsewhere' };
    const metadata = { kind: 'ok', active: null, launch: null } as const;
    const stored: StoredPod = { id: { place: home.data, name: 'a' }, metadata, log: null, holder };
    const changes = directoryWatches();
    const heard = hear(
      watchLive({
        home,
        registry$: watchRegistry(home, changes),
        stored$: concat(of({ facts: [stored], problems: [], loading: false }), NEVER),
        logs: segmentLogs(home, changes),
        around: around(changes),
      }),
    );
    await heard.waitFor(({ loading }) => !loading);
    expect(heard.last()?.facts).toEqual([]);
    await fakePod(elsewhere);
    expect(await heard.waitFor(({ facts }) => facts.length > 0)).toMatchObject({
      facts: [{ id: { name: 'a' }, socketPath: elsewhere, reach: 'reachable' }],
    });
  });

  test('keeps its row and its connection when its entry is lost, and when it comes back', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'));
    writeMetadata(home, 'a', activeRecord('a'));
    writeRegistry(home, [{ name: 'a', socket: pod.socket, segmentId: SEGMENT }]);
    const heard = start(home, directoryWatches());
    await heard.waitFor(({ facts }) => facts[0]?.reach === 'reachable');
    const shown = heard.values.length;
    fs.rmSync(home.registry);
    await heard.waitFor(({ facts }) => facts[0]?.segmentId === null);
    writeRegistry(home, [{ name: 'a', socket: pod.socket, segmentId: SEGMENT }]);
    await heard.waitFor(({ facts }) => facts[0]?.segmentId === SEGMENT);
    const since = heard.values.slice(shown);
    expect(since.every((snapshot) => snapshot.facts.length === 1 && snapshot.facts[0]?.status === 'idle')).toBe(true);
    expect(pod.accepted()).toBe(1);
  });

  test('is noticed when its directory comes, and gone when nobody answers any more', async () => {
    const home = tempHome();
    writeMetadata(home, 'late', activeRecord('late'));
    const heard = start(home, directoryWatches());
    await heard.waitFor(({ facts }) => facts.length === 0);
    const elsewhere = `${home.runtime}.made`;
    const pod = await fakePod(path.join(elsewhere, 'sock'));
    fs.renameSync(elsewhere, podRuntimeDir(home, 'late'));
    await heard.waitFor(({ facts }) => facts[0]?.reach === 'reachable');
    await pod.close();
    await heard.waitFor(({ facts }) => facts.length === 0);
  });

  test('does not hide the one that its name has moved to', async () => {
    const home = tempHome();
    const old = await fakePod(socketOf(home, 'a'), [snapshotEvent({ status: 'paused' })]);
    const current = await fakePod(path.join(home.runtime, 'moved'), [snapshotEvent({ status: 'running' })]);
    writeMetadata(home, 'a', activeRecord('a'));
    writeRegistry(home, [{ name: 'a', socket: current.socket }]);
    const heard = start(home, directoryWatches());
    await heard.waitFor((snapshot) => states(snapshot)?.[0]?.[2] === 'running');
    expect(old.accepted()).toBe(0);
  });
});
